import { Button, Card, Group, List, Loader, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { refresh, useAction } from '../../../api/actions.tsx'
import { keys, treeQuery } from '../../../api/queries.ts'
import { server } from '../../../api/server.ts'
import { panelsOf, scenesOf } from '../../../api/tree.ts'
import { offerUndo } from '../../../api/undo.tsx'
import { Complaint } from '../../../shell/Complaint.tsx'
import { ChangeList } from './ChangeList.tsx'
import type { DroppedCut } from './CutDrop.tsx'
import { grouped } from './grouped.ts'
import styles from './Home.module.css'

type Props = { projectId: string; cut: DroppedCut; onClose: () => void }

/** A recut document against the cut: what was done, and which of it is taken over. */
export function Homecoming({ projectId, cut, onClose }: Props) {
  const navigate = useNavigate()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [reasons, setReasons] = useState<ReadonlyMap<string, string>>(new Map())
  const tree = useQuery(treeQuery(projectId))
  const params = { id: projectId }
  const compared = useQuery({
    queryKey: [...keys.timeline(projectId), 'compared', cut],
    queryFn: ({ signal }) => server.compareTimeline({ params, body: cut }, { signal }),
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  })
  const changes = useMemo(() => compared.data?.changes ?? [], [compared.data])
  const headings = useMemo(
    () => new Map(tree.data ? scenesOf(tree.data).map(({ id, heading }) => [id, heading]) : []),
    [tree.data],
  )
  const pictures = useMemo(
    () =>
      new Map(
        tree.data
          ? panelsOf(tree.data).flatMap(({ id, chosenTake }) => (chosenTake ? [[id, chosenTake.thumbnailUrl] as const] : []))
          : [],
      ),
    [tree.data],
  )
  const groups = useMemo(() => grouped(changes, headings), [changes, headings])
  const wanted = changes.filter(({ id }) => !left.has(id))
  const touched = [keys.tree(projectId), keys.timeline(projectId), keys.formats(projectId)]
  const takeBack = async () => {
    await server.undoTimeline({ params, body: {} })
    await refresh(...touched)
  }
  const take = useAction({
    run: (revision: number) => {
      const ids = wanted.map(({ id }) => id)
      return server.takeTimelineChanges({ params, body: { ...cut, revision, take: left.size === 0 ? 'all' : ids } })
    },
    refreshes: touched,
    done({ skipped }) {
      setReasons(new Map(skipped.map(({ id, reason }) => [id, reason])))
      const taken = wanted.length - skipped.length
      if (taken === 0)
        return void notifications.show({ color: 'yellow', title: 'Nothing was taken over', message: 'Each line says why.' })
      const rest = skipped.length === 0 ? '' : ` ${skipped.length} could not be taken alone.`
      void navigate({ to: '/projects/$id/timeline', params })
      offerUndo(`${count(taken)} taken over from ${cut.fileName}.${rest}`, takeBack)
    },
  })
  return (
    <Card withBorder padding={0} bg="var(--raised)" component="article" aria-label={`Changes in ${cut.fileName}`}>
      <Group p="sm" justify="space-between">
        <div>
          <Text fw={600}>{cut.fileName}</Text>
          <Text size="xs" c="dimmed" role="status">
            {compared.isFetching && <Loader size={10} mr={6} aria-hidden />}
            {compared.isFetching ? 'Reading the cut…' : compared.data ? saidOf(changes.length) : 'It could not be read'}
          </Text>
        </div>
        <Group gap="md">
          {changes.length > 0 && (
            <Group gap="md" visibleFrom="sm">
              <Text size="xs" c="dimmed" className={styles.key}>
                before
              </Text>
              <Text size="xs" c="dimmed" className={styles.key} data-is>
                after
              </Text>
            </Group>
          )}
          <Button variant="default" onClick={onClose}>
            Put it aside
          </Button>
          {compared.data && changes.length > 0 && (
            <Button
              loading={take.isPending}
              disabled={wanted.length === 0 || compared.isFetching}
              onClick={() => take.mutate(compared.data.revision)}
            >
              {wanted.length === changes.length ? `Take ${count(changes.length)}` : `Take ${wanted.length} of ${changes.length}`}
            </Button>
          )}
        </Group>
      </Group>
      {compared.error && !compared.isFetching && (
        <Group p="sm" pt={0}>
          <Complaint error={compared.error} retry={() => void compared.refetch()} />
        </Group>
      )}
      <ChangeList groups={groups} pictures={pictures} left={left} reasons={reasons} onLeave={setLeft} />
      {compared.data && compared.data.notes.length > 0 && <Notes notes={compared.data.notes} />}
    </Card>
  )
}

const count = (changes: number) => (changes === 1 ? '1 change' : `${changes} changes`)
const saidOf = (changes: number) => (changes === 0 ? 'The same cut as the one here: nothing to take over' : count(changes))

const NOTES_SHOWN = 6

/** What the document holds and a cut here cannot. */
function Notes({ notes }: { notes: readonly string[] }) {
  return (
    <details className={styles.notes}>
      <summary>{notes.length === 1 ? '1 thing is not taken along' : `${notes.length} things are not taken along`}</summary>
      <List size="xs" mt={4}>
        {notes.slice(0, NOTES_SHOWN).map((note, at) => (
          <List.Item key={at}>{note}</List.Item>
        ))}
      </List>
      {notes.length > NOTES_SHOWN && (
        <Text size="xs" c="dimmed">
          and {notes.length - NOTES_SHOWN} more
        </Text>
      )}
    </details>
  )
}
