import { Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core'
import type { GenerationServer } from '@storycanvas/api'
import { type FormEvent, useState } from 'react'
import { useAction } from '../../../api/actions.tsx'
import { fieldErrors } from '../../../api/problem.ts'
import { keys } from '../../../api/queries.ts'
import { server as api } from '../../../api/server.ts'
import { Complaint } from '../../../shell/Complaint.tsx'
import styles from './Lanes.module.css'

const kinds = [
  { value: 'comfyui', label: 'ComfyUI' },
  { value: 'runpod', label: 'RunPod serverless' },
] as const

/** A new server for the pool: it is looked at before it is taken in. */
export function AddServer({ onAdded, onCancel }: { onAdded: (server: GenerationServer) => void; onCancel: () => void }) {
  const [label, setLabel] = useState('')
  const [url, setUrl] = useState('')
  const [kind, setKind] = useState<GenerationServer['kind']>('comfyui')
  const [slots, setSlots] = useState(1)
  const [key, setKey] = useState({ name: 'Authorization', value: '' })
  const add = useAction({
    run: () =>
      api.createGenerationServer({
        body: { ...{ label, url: url.trim(), kind, slots }, ...(key.value ? { headers: { [key.name]: key.value } } : {}) },
      }),
    refreshes: [keys.generationServers, keys.presets],
    done: onAdded,
    quiet: true,
  })
  const errors = fieldErrors(add.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  return (
    <form className={styles.add} aria-label="Add a server" onSubmit={submit}>
      <Stack gap="sm">
        <Group gap="sm" align="flex-start">
          <TextInput
            label="Name"
            required
            maxLength={60}
            error={errors.label}
            value={label}
            onChange={event => setLabel(event.currentTarget.value)}
          />
          <TextInput
            flex={1}
            miw={220}
            label="Address"
            type="url"
            required
            placeholder="http://192.168.1.20:8188"
            error={errors.url}
            value={url}
            onChange={event => setUrl(event.currentTarget.value)}
          />
          <Select label="Kind" w={160} data={[...kinds]} value={kind} onChange={value => value && setKind(value)} />
          <NumberInput
            label="At once"
            w={80}
            min={1}
            max={16}
            allowDecimal={false}
            value={slots}
            onChange={value => typeof value === 'number' && setSlots(value)}
          />
        </Group>
        <Group gap="sm" align="flex-start">
          <TextInput
            label="Header of its key"
            value={key.name}
            error={errors.headers}
            onChange={event => setKey({ ...key, name: event.currentTarget.value })}
          />
          <TextInput
            flex={1}
            miw={220}
            label="Key"
            type="password"
            description="Only if something before it asks for one. It is kept encrypted and shown to nobody."
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            autoComplete="off"
            value={key.value}
            onChange={event => setKey({ ...key, value: event.currentTarget.value })}
          />
        </Group>
        {add.error && Object.keys(errors).length === 0 && <Complaint error={add.error} />}
        <Group gap="sm">
          <Button type="submit" loading={add.isPending}>
            Look at it and add it
          </Button>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
