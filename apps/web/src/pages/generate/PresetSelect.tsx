import { Select } from '@mantine/core'
import type { PresetNow } from '@storycanvas/api'

type Props = { presets: readonly PresetNow[]; value: string | null; onChoose: (id: string) => void }

/** With which of the presets something is made. */
export function PresetSelect({ presets, value, onChoose }: Props) {
  return (
    <Select
      label="With"
      searchable
      allowDeselect={false}
      data={presets.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      placeholder={presets.length === 0 ? 'No preset goes this way' : ''}
      onChange={id => id !== null && onChoose(id)}
    />
  )
}
