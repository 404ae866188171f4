import { Button, Group, List, Select, Stack, Text, TextInput } from '@mantine/core'
import { type GenerationServer, GenerationKind, type WorkflowRead } from '@storycanvas/api'
import { type FormEvent, useState } from 'react'
import { fieldErrors } from '../../../api/problem.ts'
import { Complaint } from '../../../shell/Complaint.tsx'
import { kindLabel } from '../kinds.ts'
import { CanRun } from './CanRun.tsx'
import { guessed, keyOf, lacking, mapped, placesToSend } from './mapping.ts'
import styles from './Own.module.css'
import { Places } from './Places.tsx'
import { useAddPreset } from './useAddPreset.ts'

type Props = {
  read: WorkflowRead
  /** What it is called at first. */
  suggestedName: string
  /** Those that were looked at. */
  asked: readonly GenerationServer[]
  onAdded: (preset: string) => void
  onCancel: () => void
}

/** A workflow as it was understood: what it makes, and which of its inputs are set for each take. */
export function WorkflowForm({ read, suggestedName, asked, onAdded, onCancel }: Props) {
  const { graph, nodes, places, files } = read
  const [name, setName] = useState(suggestedName)
  const [note, setNote] = useState('')
  const [kind, setKind] = useState(read.kind)
  const [mapping, setMapping] = useState(() => guessed(places))
  const add = useAddPreset(onAdded)
  const sent = placesToSend(places, mapping)
  const errors = fieldErrors(add.error)
  const placeErrors = new Map(
    sent.flatMap((place, at) => {
      const wrong = Object.keys(errors).find(field => field.startsWith(`workflow.places.${at}.`))
      return wrong === undefined ? [] : [[keyOf(place), errors[wrong] ?? '']]
    }),
  )
  const isAtField = Object.keys(errors).some(field => /^workflow\.(name|note|kind|places(\..+)?)$/.test(field))
  const lacks = lacking(kind, mapping)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate({ workflow: { name, note, kind, graph, places: sent } })
  }
  return (
    <form aria-label="Bring a workflow" onSubmit={submit}>
      <Stack gap="md">
        <div>
          <Text size="sm" c="dimmed" mb={6}>
            {nodes} {nodes === 1 ? 'node' : 'nodes'}
            {files.length > 0 && `, with ${files.join(', ')}`}
          </Text>
          <CanRun asked={asked} read={read} />
        </div>
        <div className={styles.head}>
          <TextInput
            label="Name"
            required
            maxLength={100}
            // What holds the dialog's place while it is read has the keyboard until then.
            autoFocus
            data-autofocus
            error={errors['workflow.name']}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
          <Select
            label="It makes"
            data={GenerationKind.options.map(value => ({ value, label: kindLabel(value) }))}
            error={errors['workflow.kind']}
            value={kind}
            onChange={value => value && setKind(value)}
          />
          <TextInput
            label="Note"
            placeholder="What it is good for"
            maxLength={500}
            error={errors['workflow.note']}
            value={note}
            onChange={event => setNote(event.currentTarget.value)}
          />
        </div>
        <Places
          places={places}
          mapping={mapping}
          error={errors['workflow.places']}
          errors={placeErrors}
          onMap={(place, role) => setMapping(mapped(mapping, place, role))}
        />
        {lacks.length > 0 && (
          <div className={styles.doubt} role="note">
            <b>Look once more</b>
            <List size="sm">
              {lacks.map(sentence => (
                <List.Item key={sentence}>{sentence}</List.Item>
              ))}
            </List>
          </div>
        )}
        {add.error && !isAtField && <Complaint error={add.error} />}
        <Group className={styles.end} justify="flex-end">
          {sent.length === 0 && (
            <Text size="sm" c="dimmed">
              Say of one input at least what it is for.
            </Text>
          )}
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending} disabled={sent.length === 0 || name.trim() === ''}>
            Add the preset
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
