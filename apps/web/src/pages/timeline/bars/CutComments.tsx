import { Button, Popover, ScrollArea, Stack, Text, UnstyledButton } from '@mantine/core'
import type { Comment } from '@storycanvas/api'
import { timebase } from '@storycanvas/timeline'
import { IconMessage } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useAction } from '../../../api/actions.tsx'
import { commentsQuery, keys } from '../../../api/queries.ts'
import { server } from '../../../api/server.ts'
import { Said } from '../../../live/Comments.tsx'
import { Saying, type Said as Words } from '../../../live/Saying.tsx'
import { timecodeOf } from '../../../player/time.ts'
import { useStore } from '../desk/store.ts'
import type { Workbench } from '../desk/workbench.ts'

type Stretch = { from: number; to: number }

/** What people say about stretches of the cut; they stand on the ruler as well. */
export function CutComments({ bench, projectId }: { bench: Workbench; projectId: string }) {
  const { desk, transport } = bench
  const [isOpen, setOpen] = useState(false)
  const marks = useStore(desk, ({ marks }) => marks)
  const { data } = useQuery(commentsQuery(projectId, { kind: 'cut' }))
  const threads = (data?.items ?? []).filter(({ threadId }) => threadId === null)
  useEffect(() => {
    desk.set({ said: threadsOf(data?.items ?? []) })
  }, [data, desk])
  const { rate, timecode } = bench.cut().timeline
  const at = (frame: number) => timecodeOf(timecode.start + frame, rate, timecode.dropFrame)
  /** The marked stretch, or the second from the playhead on. */
  const stretch = (): Stretch => {
    const playhead = Math.floor(transport.frame())
    const from = marks.in ?? (marks.out === null ? playhead : Math.min(playhead, marks.out - 1))
    const to = marks.out ?? from + timebase(rate)
    return to > from ? { from, to } : { from, to: from + 1 }
  }
  const say = useAction({
    run: (words: Words) =>
      server.createComment({ params: { id: projectId }, body: { target: { kind: 'cut', ...stretch() }, ...words } }),
    refreshes: [keys.comments(projectId)],
  })
  const show = ({ from, to }: Stretch) => {
    transport.pause()
    transport.seek(from)
    desk.set({ marks: { in: from, out: to } })
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={360} trapFocus withArrow>
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconMessage size={14} aria-hidden />}
          onClick={() => setOpen(open => !open)}
        >
          Comments{threads.length > 0 && ` (${threads.length})`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm" role="group" aria-label="Comments on the cut" onKeyDown={event => event.stopPropagation()}>
          <ScrollArea.Autosize mah={320}>
            <Stack gap="sm">
              {threads.length === 0 && (
                <Text size="sm" c="dimmed">
                  Nothing is open. Mark a stretch with I and O, or stand somewhere, and say what should change.
                </Text>
              )}
              {threads.map(thread => (
                <Stack key={thread.id} gap={2}>
                  <WhereLink target={thread.target} at={at} onShow={show} />
                  <Said projectId={projectId} comment={thread} />
                  {data?.items
                    .filter(({ threadId }) => threadId === thread.id)
                    .map(answer => (
                      <Said key={answer.id} projectId={projectId} comment={answer} />
                    ))}
                </Stack>
              ))}
            </Stack>
          </ScrollArea.Autosize>
          <Saying
            projectId={projectId}
            label={isOpen ? `Comment on ${at(stretch().from)} – ${at(stretch().to)}` : 'Comment'}
            isBusy={say.isPending}
            onSay={(words, sent) => say.mutate(words, { onSuccess: sent })}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

type WhereProps = { target: Comment['target']; at: (frame: number) => string; onShow: (stretch: Stretch) => void }

function WhereLink({ target, at, onShow }: WhereProps) {
  if (target.kind !== 'cut') return null
  return (
    <UnstyledButton className="timecode" fz="xs" c="var(--accent-text)" onClick={() => onShow(target)}>
      {at(target.from)} – {at(target.to)}
    </UnstyledButton>
  )
}

const threadsOf = (comments: readonly Comment[]): Stretch[] =>
  comments.flatMap(({ threadId, target }) =>
    threadId === null && target.kind === 'cut' ? [{ from: target.from, to: target.to }] : [],
  )
