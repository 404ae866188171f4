import { Button, Group, NativeSelect, Table, Text, TextInput } from '@mantine/core'
import type { WorkflowPlace, WorkflowRole } from '@storycanvas/api'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { found, guessed, keyOf, type Mapping, roleLabel, rolesFor, shared } from './mapping.ts'
import styles from './Own.module.css'

/** More than this are too many to look through: a search helps, and at first only some stand there. */
const MANY = 20
const AT_FIRST = 12

type Props = {
  places: readonly WorkflowPlace[]
  mapping: Mapping
  /** What is wrong with them together. */
  error: string | undefined
  /** By the key of the place. */
  errors: ReadonlyMap<string, string>
  onMap: (place: WorkflowPlace, role: WorkflowRole | null) => void
}

/** Every input that holds a value, those first that were recognised, and what each is for. */
export function Places({ places, mapping, error, errors, onMap }: Props) {
  const [words, setWords] = useState('')
  const [isWhole, showWhole] = useState(places.length <= MANY)
  const known = guessed(places)
  // They stay where they are while they are mapped: a row that jumps away is hard to follow.
  const inOrder = places.toSorted((a, b) => Number(known.has(keyOf(b))) - Number(known.has(keyOf(a))))
  const matching = found(inOrder, words)
  const first = Math.max(AT_FIRST, known.size)
  const shown = isWhole || words.trim() !== '' ? matching : matching.slice(0, first)
  return (
    <section aria-labelledby="places">
      <Group justify="space-between" align="flex-end" mb={6}>
        <div>
          <Text component="h3" fw={600} size="md" id="places" m={0}>
            What is set for each take
          </Text>
          <Text size="xs" c="dimmed">
            All else stays as the workflow has it. Several inputs may be for the same thing: each gets the same value.
          </Text>
        </div>
        {places.length > MANY && (
          <TextInput
            aria-label="Search the inputs"
            placeholder={`Search ${places.length} inputs`}
            leftSection={<IconSearch size={14} aria-hidden />}
            w={220}
            value={words}
            onChange={event => setWords(event.currentTarget.value)}
          />
        )}
      </Group>
      <Table className={styles.places} verticalSpacing={4} aria-labelledby="places">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Node</Table.Th>
            <Table.Th>Input</Table.Th>
            <Table.Th>Value now</Table.Th>
            <Table.Th>What it is for</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map(place => {
            const key = keyOf(place)
            return (
              <Row
                key={key}
                place={place}
                role={mapping.get(key) ?? null}
                error={errors.get(key)}
                onRole={role => onMap(place, role)}
              />
            )
          })}
        </Table.Tbody>
      </Table>
      {shown.length === 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {places.length === 0 ? 'No input of this workflow holds a value.' : `No input has “${words.trim()}”.`}
        </Text>
      )}
      {shown.length < matching.length && (
        <Button mt="xs" variant="subtle" onClick={() => showWhole(true)}>
          Show all {matching.length} inputs
        </Button>
      )}
      {error && (
        <Text className={styles.refusal} size="sm" c="var(--mantine-color-error)" mt={6} role="alert">
          {error}
        </Text>
      )}
      <Text size="xs" c="dimmed" mt={6} role="status">
        {shared(mapping).join(' ')}
      </Text>
    </section>
  )
}

type RowProps = {
  place: WorkflowPlace
  role: WorkflowRole | null
  error: string | undefined
  onRole: (role: WorkflowRole | null) => void
}

function Row({ place: { label, nodeId, input, value }, role, error, onRole }: RowProps) {
  const roles = rolesFor(value)
  return (
    <Table.Tr data-mapped={role !== null || undefined}>
      <Table.Td>
        {label} <span className={styles.node}>#{nodeId}</span>
      </Table.Td>
      <Table.Td className={styles.input}>{input}</Table.Td>
      <Table.Td>
        <span className={styles.value} title={String(value)}>
          {value === '' ? <i>nothing</i> : String(value)}
        </span>
      </Table.Td>
      <Table.Td>
        <NativeSelect
          size="xs"
          aria-label={`What ${input} of ${label} #${nodeId} is for`}
          data={[{ value: '', label: 'Leave as it is' }, ...roles.map(one => ({ value: one, label: roleLabel(one) }))]}
          error={error}
          value={role ?? ''}
          onChange={event => onRole(roles.find(one => one === event.currentTarget.value) ?? null)}
        />
      </Table.Td>
    </Table.Tr>
  )
}
