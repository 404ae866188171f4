import {
  ActionIcon,
  Alert,
  Button,
  Code,
  CopyButton,
  Group,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
  Tooltip,
} from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useAction } from '../../api/actions.tsx'
import { fieldErrors } from '../../api/problem.ts'
import { apiKeysQuery, keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { textOf } from '../../fields/textOf.ts'
import { ago } from '../../shell/humanTime.ts'

/** Keys for scripts and the command line. A key is shown once, when it is made. */
export function ApiKeys() {
  const { data } = useQuery(apiKeysQuery)
  const form = useRef<HTMLFormElement>(null)
  const make = useAction({
    run: (fields: FormData) =>
      server.createApiKey({
        body: { name: textOf(fields, 'name'), scope: fields.get('scope') === 'read' ? 'read' : 'write' },
      }),
    refreshes: [keys.apiKeys],
    done: () => form.current?.reset(),
  })
  const remove = useAction({ run: (id: string) => server.deleteApiKey({ params: { id } }), refreshes: [keys.apiKeys] })
  const errors = fieldErrors(make.error)
  return (
    <section aria-labelledby="api-keys">
      <Title order={2} size="h4" mb="xs" id="api-keys">
        API keys
      </Title>
      <form
        ref={form}
        onSubmit={event => {
          event.preventDefault()
          make.mutate(new FormData(event.currentTarget))
        }}
      >
        <Group align="flex-end">
          <TextInput name="name" label="Name" placeholder="What it is for" required maxLength={80} error={errors.name} />
          <Select
            name="scope"
            label="May"
            w={160}
            data={[
              { value: 'write', label: 'read and write' },
              { value: 'read', label: 'only read' },
            ]}
            defaultValue="write"
          />
          <Button type="submit" loading={make.isPending}>
            Make key
          </Button>
        </Group>
      </form>
      {make.data && <NewKey secret={make.data.key} onDismiss={make.reset} />}
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          No keys yet. One lets the command line or a script work in your name.
        </Text>
      )}
      <Table verticalSpacing={6} mt="sm">
        <Table.Tbody>
          {data?.items.map(key => (
            <Table.Tr key={key.id}>
              <Table.Td>
                <Text size="sm">{key.name}</Text>
                <Text size="xs" c="dimmed">
                  <Code>{key.prefix}…</Code> · {key.scope === 'read' ? 'only reads' : 'reads and writes'} · made{' '}
                  {ago(key.createdAt)} · {key.lastUsedAt ? `used ${ago(key.lastUsedAt)}` : 'never used'}
                </Text>
              </Table.Td>
              <Table.Td ta="right">
                <Tooltip label="Withdraw for good">
                  <ActionIcon aria-label={`Delete key ${key.name}`} onClick={() => remove.mutate(key.id)}>
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

function NewKey({ secret, onDismiss }: { secret: string; onDismiss: () => void }) {
  return (
    <Alert
      mt="sm"
      variant="outline"
      title="Copy the key now: it is not shown again"
      withCloseButton
      closeButtonLabel="I have copied it"
      onClose={onDismiss}
    >
      <Stack gap="xs" align="flex-start">
        <Code block>{secret}</Code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Stack>
    </Alert>
  )
}
