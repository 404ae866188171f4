import { ActionIcon, Button, Group, Modal, Select, Stack, Switch, Text, Tooltip } from '@mantine/core'
import type { Instruction } from '@storycanvas/api'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { refresh, useAction } from '../../api/actions.tsx'
import { directionsQuery, keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { offerUndo } from '../../api/undo.tsx'
import { GrowingText } from '../../fields/GrowingText.tsx'
import { AutosaveText } from '../../fields/AutosaveText.tsx'
import { useFocusBack } from '../../shell/useFocusBack.ts'
import { useFocusStays } from '../../shell/useFocusStays.ts'

const scopes: { value: Instruction['scope']; label: string }[] = [
  { value: 'all', label: 'Everything' },
  { value: 'writing', label: 'Writing' },
  { value: 'image', label: 'Pictures' },
  { value: 'video', label: 'Moving pictures' },
]

/** Standing directions of a project, in the order in which they enter every prompt of their scope. */
export function Directions({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const { data } = useQuery(directionsQuery(projectId))
  useFocusBack()
  const list = useFocusStays<HTMLDivElement>('[role="listitem"]')
  const [text, setText] = useState('')
  const refreshes = [keys.directions(projectId), ['panel'], keys.staleTakes(projectId)]
  const add = useAction({
    run: () => server.createInstruction({ params: { id: projectId }, body: { text: text.trim() } }),
    refreshes,
    done: () => setText(''),
  })
  const items = data?.items ?? []
  return (
    <Modal opened onClose={onClose} title="Directions" size="lg">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          What holds for the whole film: tone, taboos, language. Each enters every prompt of its scope, in this order.
        </Text>
        <Stack gap="xs" role="list" aria-label="Directions" {...list}>
          {items.map((direction, at) => (
            <Direction key={direction.id} direction={direction} items={items} at={at} refreshes={refreshes} />
          ))}
        </Stack>
        <form
          onSubmit={(event: FormEvent) => {
            event.preventDefault()
            add.mutate()
          }}
        >
          <Group gap="xs" align="flex-end">
            <GrowingText
              flex={1}
              label="New direction"
              placeholder="The lamp is always the brightest thing in the picture."
              maxLength={5000}
              lines={1}
              data-autofocus
              value={text}
              onChange={event => setText(event.currentTarget.value)}
            />
            <Button
              type="submit"
              loading={add.isPending}
              disabled={text.trim() === ''}
              leftSection={<IconPlus size={14} aria-hidden />}
            >
              Add
            </Button>
          </Group>
        </form>
      </Stack>
    </Modal>
  )
}

type Props = { direction: Instruction; items: readonly Instruction[]; at: number; refreshes: (readonly string[])[] }

function Direction({ direction: { id, scope, text, enabled, version }, items, at, refreshes }: Props) {
  const name = `direction ${at + 1}`
  const change = useAction({
    run: (body: Parameters<typeof server.updateInstruction>[0]['body']) => server.updateInstruction({ params: { id }, body }),
    refreshes,
  })
  const remove = useAction({
    run: () => server.deleteInstruction({ params: { id } }),
    refreshes,
    done: () =>
      offerUndo('Deleted the direction', async () => {
        await server.restoreInstruction({ params: { id } })
        await refresh(...refreshes)
      }),
  })
  const move = (step: -1 | 1) => change.mutate({ after: items[step === 1 ? at + 1 : at - 2]?.id ?? null })
  return (
    <Group role="listitem" gap="xs" align="flex-start">
      <Switch
        mt={6}
        size="xs"
        aria-label={`Use ${name}`}
        checked={enabled}
        onChange={event => change.mutate({ enabled: event.currentTarget.checked })}
      />
      <Stack gap={0} flex="1 1 240px">
        <AutosaveText
          aria-label={`Text of ${name}`}
          lines={1}
          maxLength={5000}
          value={text}
          save={async text => {
            if (text.trim() === '') return
            await server.updateInstruction({ params: { id }, body: { text, version } })
            await refresh(...refreshes)
          }}
        />
      </Stack>
      <Select
        w={140}
        aria-label={`Scope of ${name}`}
        data={scopes}
        value={scope}
        onChange={scope => scope && change.mutate({ scope })}
      />
      <Tooltip label="Earlier">
        <ActionIcon aria-label={`Move ${name} up`} disabled={at === 0} onClick={() => move(-1)}>
          <IconArrowUp size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Later">
        <ActionIcon aria-label={`Move ${name} down`} disabled={at === items.length - 1} onClick={() => move(1)}>
          <IconArrowDown size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Delete">
        <ActionIcon aria-label={`Delete ${name}`} onClick={() => remove.mutate()}>
          <IconTrash size={14} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </Group>
  )
}
