import { NumberInput, Select, SimpleGrid } from '@mantine/core'
import { CameraAngle, CameraMove, CutStyle, Framing, type Panel, ShotSize } from '@storycanvas/api'
import { complain } from '../../../api/actions.tsx'
import type { PanelFields } from '../../../api/editing.ts'
import { useAutosave } from '../../../fields/useAutosave.ts'
import { choicesOf } from '../../../film/words.ts'

type Props = { panel: Panel; save: (fields: PanelFields) => Promise<unknown> }

/** How a panel is shot: what the camera does, for how long, and how it goes on from there. */
export function ShotFields({ panel, save }: Props) {
  const saveNow = (fields: PanelFields) => void save(fields).catch(complain)
  return (
    <SimpleGrid cols={2} spacing="xs" verticalSpacing="xs">
      <Select
        label="Shot size"
        data={choicesOf(ShotSize.options)}
        value={panel.shotSize}
        onChange={value => value && saveNow({ shotSize: value })}
      />
      <Select
        label="Framing"
        data={choicesOf(Framing.options)}
        value={panel.framing}
        onChange={value => value && saveNow({ framing: value })}
      />
      <Select
        label="Angle"
        data={choicesOf(CameraAngle.options)}
        value={panel.angle}
        onChange={value => value && saveNow({ angle: value })}
      />
      <Select
        label="Camera move"
        data={choicesOf(CameraMove.options)}
        value={panel.cameraMove}
        onChange={value => value && saveNow({ cameraMove: value })}
      />
      <Length key={`length ${panel.id}`} panel={panel} save={save} />
      <Lens key={`lens ${panel.id}`} panel={panel} save={save} />
      <Select
        label="Transition"
        data={choicesOf(CutStyle.options)}
        value={panel.transition}
        onChange={value => value && saveNow({ transition: value })}
      />
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
