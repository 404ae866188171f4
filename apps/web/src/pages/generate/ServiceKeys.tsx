import { ActionIcon, Button, Group, PasswordInput, Select, Text, TextInput } from '@mantine/core'
import type { KeyedService, ProviderKey } from '@storycanvas/api'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { fieldErrors } from '../../api/problem.ts'
import { keys, providerKeysQuery } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { ago } from '../../shell/humanTime.ts'
import styles from './Generate.module.css'

const services: readonly { value: KeyedService; label: string; needsAddress: boolean }[] = [
  { value: 'openai', label: 'OpenAI pictures', needsAddress: false },
  { value: 'openai-video', label: 'OpenAI video dialect', needsAddress: true },
  { value: 'xai', label: 'xAI films', needsAddress: false },
  { value: 'fal', label: 'fal films', needsAddress: false },
  { value: 'replicate', label: 'Replicate films', needsAddress: false },
  { value: 'web-ui', label: 'A1111 or Forge', needsAddress: true },
]
const labelOf = (service: KeyedService) => services.find(({ value }) => value === service)?.label ?? service

/** Keys of outside services: left here, used for me alone, shown to nobody. */
export function ServiceKeys() {
  const { data } = useQuery(providerKeysQuery)
  const [service, setService] = useState(services[0]!)
  const [key, setKey] = useState('')
  const [baseUrl, setBaseUrl] = useState('')
  const refreshes = [keys.providerKeys, keys.presets]
  const save = useAction({
    run: () =>
      server.setProviderKey({
        params: { provider: service.value },
        body: { key, ...(baseUrl.trim() === '' ? {} : { baseUrl: baseUrl.trim() }) },
      }),
    refreshes,
    done: () => {
      setKey('')
      setBaseUrl('')
    },
  })
  const remove = useAction({
    run: ({ provider }: ProviderKey) => server.deleteProviderKey({ params: { provider } }),
    refreshes,
  })
  const errors = fieldErrors(save.error)
  return (
    <>
      <ul className={styles.keys} aria-label="Keys of services">
        {data?.items.map(one => (
          <li key={one.provider}>
            <b>{labelOf(one.provider)}</b>
            <span className={styles.small}>
              {one.baseUrl} · left {ago(one.updatedAt)}
            </span>
            <ActionIcon size="sm" aria-label={`Forget the key for ${labelOf(one.provider)}`} onClick={() => remove.mutate(one)}>
              <IconTrash size={14} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Group gap="sm" align="flex-start">
          <Select
            label="Service"
            w={190}
            data={services.map(({ value, label }) => ({ value, label }))}
            value={service.value}
            onChange={value => setService(services.find(one => one.value === value) ?? service)}
          />
          <TextInput
            label="Address"
            type="url"
            w={260}
            required={service.needsAddress}
            placeholder={service.needsAddress ? 'https://gateway.example/v1' : 'the service itself'}
            error={errors.baseUrl}
            value={baseUrl}
            onChange={event => setBaseUrl(event.currentTarget.value)}
          />
          <PasswordInput
            label="Key"
            w={240}
            required
            autoComplete="off"
            error={errors.key}
            value={key}
            onChange={event => setKey(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" mt={22} loading={save.isPending} disabled={key === ''}>
            Leave the key
          </Button>
        </Group>
      </form>
      <Text size="xs" c="dimmed" mt={6}>
        Kept encrypted, sent to this address only, never shown again. For a web UI: user:password, or none.
      </Text>
    </>
  )
}
