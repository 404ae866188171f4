import { MultiSelect } from '@mantine/core'
import type { Character, Panel } from '@storycanvas/api'
import { complain } from '../../../api/actions.tsx'
import type { PanelFields } from '../../../api/editing.ts'
import { SharedText } from '../../../live/SharedText.tsx'

type Props = { panel: Panel; characters: readonly Character[]; save: (fields: PanelFields) => Promise<unknown> }

/** Who is in the picture of a panel, and what else is said to whoever draws it. */
export function PictureFields({ panel, characters, save }: Props) {
  const textOf = (column: string) => ({ projectId: panel.projectId, field: `panel.${panel.id}.${column}` })
  return (
    <>
      <MultiSelect
        label="Characters, from left to right"
        data={characters.map(({ id, name }) => ({ value: id, label: name }))}
        value={panel.characterIds}
        onChange={characterIds => void save({ characterIds }).catch(complain)}
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
