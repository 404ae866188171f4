import { NumberInput, SimpleGrid } from '@mantine/core'
import { CutStyle, type Panel } from '@storycanvas/api'
import { complain } from '../../../api/actions.tsx'
import type { PanelFields } from '../../../api/editing.ts'
import { useAutosave } from '../../../fields/useAutosave.ts'
import { Choice } from '../Choice.tsx'
import { useSame } from '../useSame.ts'

type Props = { panel: Panel; save: (fields: PanelFields) => Promise<unknown> }

/** How long a panel is seen, through which lens, and how it goes on from there. */
export function LengthFields({ panel, save }: Props) {
  const { onChoose } = useSame({ onChoose: (fields: PanelFields) => void save(fields).catch(complain) })
  return (
    <SimpleGrid cols={2} spacing="xs" verticalSpacing="xs">
      <Length key={`length ${panel.id}`} panel={panel} save={save} />
      <Lens key={`lens ${panel.id}`} panel={panel} save={save} />
      <Choice label="Transition" name="transition" options={CutStyle.options} value={panel.transition} onChoose={onChoose} />
    </SimpleGrid>
  )
}

function Length({ panel, save }: Props) {
  const seconds = useAutosave(panel.durationMs / 1000, value => save({ durationMs: Math.round(value * 1000) }))
  return (
    <NumberInput
      label="Length"
      suffix=" s"
      min={0.1}
      max={600}
      step={0.5}
      decimalScale={3}
      value={seconds.value}
      error={seconds.error}
      onChange={value => typeof value === 'number' && value > 0 && seconds.change(value)}
      onBlur={seconds.flush}
    />
  )
}

function Lens({ panel, save }: Props) {
  const lens = useAutosave(panel.lensMm, lensMm => save({ lensMm }))
  return (
    <NumberInput
      label="Lens"
      suffix=" mm"
      placeholder="any"
      min={8}
      max={1200}
      allowDecimal={false}
      value={lens.value ?? ''}
      error={lens.error}
      onChange={value => lens.change(typeof value === 'number' ? value : null)}
      onBlur={lens.flush}
    />
  )
}
