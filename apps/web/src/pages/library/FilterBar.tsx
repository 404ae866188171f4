import { Button, Group, Select, TextInput } from '@mantine/core'
import styles from './Library.module.css'
import { ages, type Choice, lengths, noChoice, sizes, sorts, statuses } from './filter.ts'

type Props = { choice: Choice; onChange: (choice: Choice) => void }
type Picked = 'status' | 'age' | 'length' | 'size'

const pickers: readonly { name: Picked; label: string; data: readonly { value: string; label: string }[] }[] = [
  { name: 'status', label: 'Any status', data: statuses },
  { name: 'age', label: 'Any date', data: ages },
  { name: 'length', label: 'Any length', data: lengths },
  { name: 'size', label: 'Any resolution', data: sizes },
]

/** What of the library to show, and in which order. */
export function FilterBar({ choice, onChange }: Props) {
  const isNarrowed = choice.tag !== '' || pickers.some(({ name }) => choice[name] !== null)
  return (
    <Group gap="xs" role="group" aria-label="Filters" className={styles.filters}>
      {pickers.map(({ name, label, data }) => (
        <Select
          key={name}
          size="xs"
          className={styles.picker}
          clearable
          aria-label={label}
          placeholder={label}
          data={data.map(({ value, label }) => ({ value, label }))}
          value={choice[name]}
          onChange={value => onChange({ ...choice, [name]: value })}
        />
      ))}
      <TextInput
        size="xs"
        className={styles.picker}
        aria-label="Tag"
        placeholder="Any tag"
        value={choice.tag}
        onChange={event => onChange({ ...choice, tag: event.currentTarget.value })}
      />
      {isNarrowed && (
        <Button size="xs" variant="subtle" onClick={() => onChange({ ...noChoice, sort: choice.sort })}>
          Clear filters
        </Button>
      )}
      <Select
        size="xs"
        className={styles.order}
        aria-label="Order"
        allowDeselect={false}
        data={[...sorts]}
        value={choice.sort}
        onChange={value => value && onChange({ ...choice, sort: value })}
      />
    </Group>
  )
}
