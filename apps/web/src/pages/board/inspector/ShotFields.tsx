import { MultiSelect, NumberInput, Select, SimpleGrid } from '@mantine/core'
import type { Panel, ProjectTree } from '@storycanvas/api'
import { CameraAngle, CameraMove, CutStyle, Framing, ShotSize } from '@storycanvas/api'
import { complain } from '../../../api/actions.tsx'
import type { PanelFields } from '../../../api/editing.ts'
import { useAutosave } from '../../../fields/useAutosave.ts'
import { choicesOf } from '../../../film/words.ts'
import { SharedText } from '../../../live/SharedText.tsx'

type Props = { panel: Panel; tree: ProjectTree; save: (fields: PanelFields) => Promise<unknown> }

export function ShotFields({ panel, tree, save }: Props) {
  const saveNow = (fields: PanelFields) => void save(fields).catch(complain)
  const textOf = (column: string) => ({ projectId: panel.projectId, field: `panel.${panel.id}.${column}` })
  const seconds = useAutosave(panel.durationMs / 1000, value => save({ durationMs: Math.round(value * 1000) }))
  const lens = useAutosave(panel.lensMm, lensMm => save({ lensMm }))
  return (
    <>
      <SharedText label="Description" lines={3} value={panel.description} {...textOf('description')} />
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
        <Select
          label="Transition"
          data={choicesOf(CutStyle.options)}
          value={panel.transition}
          onChange={value => value && saveNow({ transition: value })}
        />
      </SimpleGrid>
      <MultiSelect
        label="Characters, from left to right"
        data={tree.characters.map(({ id, name }) => ({ value: id, label: name }))}
        value={panel.characterIds}
        onChange={characterIds => saveNow({ characterIds })}
        searchable
        hidePickedOptions
      />
      <SharedText
        label="More for the picture"
        description="Added to the prompt as it is."
        lines={2}
        value={panel.imagePrompt}
        {...textOf('imagePrompt')}
      />
      <SharedText label="Keep out of the picture" lines={1} value={panel.negativePrompt} {...textOf('negativePrompt')} />
    </>
  )
}
