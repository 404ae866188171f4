import { Button, Group, Menu, Paper, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconEye, IconRestore, IconTag, IconTrash, IconTrashX } from '@tabler/icons-react'
import { useState } from 'react'
import { refresh, useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { offerUndo } from '../../api/undo.tsx'
import { visibilityNotes } from '../../film/visibility.ts'
import { PurgeVideos } from './PurgeVideos.tsx'

type Props = { ids: readonly string[]; trash: boolean; onDone: () => void }
type Answer = { done: number; items: readonly { outcome: string }[] }

/** What is done to all chosen videos at once; those that it was not done to are told. */
export function BulkBar({ ids: chosen, trash, onDone }: Props) {
  const ids = [...chosen]
  const [isPurging, setPurging] = useState(false)
  const [tag, setTag] = useState('')
  const tell = (what: string) => (answer: Answer) => {
    const left = answer.items.length - answer.done
    notifications.show({
      color: left > 0 ? 'yellow' : 'green',
      message: `${what} ${answer.done} of ${answer.items.length}${left > 0 ? `; ${left} are gone or not yours to change` : ''}`,
    })
    onDone()
  }
  const refreshes = [keys.videos]
  const remove = useAction({
    run: (these: string[]) => server.bulkDeleteVideos({ body: { ids: these } }),
    refreshes,
    done(answer, these) {
      if (answer.done < these.length) return tell('Moved to the trash:')(answer)
      const what = these.length === 1 ? 'a video' : `${these.length} videos`
      offerUndo(`Moved ${what} to the trash`, () =>
        server.bulkRestoreVideos({ body: { ids: these } }).then(() => refresh(...refreshes)),
      )
      onDone()
    },
  })
  const restore = useAction({ run: () => server.bulkRestoreVideos({ body: { ids } }), refreshes, done: tell('Restored:') })
  const edit = useAction({
    run: (change: { visibility?: 'public' | 'unlisted' | 'private'; addTags?: string[] }) =>
      server.bulkEditVideos({ body: { ids, ...change } }),
    refreshes,
    done: tell('Changed:'),
  })
  const addTag = () => {
    if (tag.trim()) edit.mutate({ addTags: [tag.trim()] })
  }
  return (
    <Paper
      withBorder
      p="xs"
      bg="var(--raised)"
      component="section"
      aria-label="Chosen videos"
      pos="sticky"
      top={0}
      style={{ zIndex: 3 }}
    >
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {ids.length} chosen
        </Text>
        {trash ? (
          <>
            <Button size="xs" leftSection={<IconRestore size={14} aria-hidden />} onClick={() => restore.mutate()}>
              Restore
            </Button>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconTrashX size={14} aria-hidden />}
              onClick={() => setPurging(true)}
            >
              Delete for good…
            </Button>
          </>
        ) : (
          <>
            <Menu>
              <Menu.Target>
                <Button size="xs" variant="default" leftSection={<IconEye size={14} aria-hidden />}>
                  Who can watch
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {visibilityNotes.map(({ value, label }) => (
                  <Menu.Item key={value} onClick={() => edit.mutate({ visibility: value })}>
                    {label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            <TextInput
              size="xs"
              w={140}
              aria-label="Tag to add"
              placeholder="Tag to add"
              leftSection={<IconTag size={14} aria-hidden />}
              value={tag}
              onChange={event => setTag(event.currentTarget.value)}
              onKeyDown={event => event.key === 'Enter' && addTag()}
            />
            <Button size="xs" variant="default" disabled={!tag.trim()} onClick={addTag}>
              Add tag
            </Button>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconTrash size={14} aria-hidden />}
              onClick={() => remove.mutate(ids)}
            >
              Move to trash
            </Button>
          </>
        )}
        <PurgeVideos
          ids={ids}
          what={ids.length === 1 ? 'The chosen video' : `The ${ids.length} chosen videos`}
          opened={isPurging}
          onClose={() => setPurging(false)}
          onDone={onDone}
        />
        <Button size="xs" variant="subtle" ml="auto" onClick={onDone}>
          Choose none
        </Button>
      </Group>
    </Paper>
  )
}
