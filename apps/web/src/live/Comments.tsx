import { ActionIcon, Button, Group, Stack, Text, Title, Tooltip } from '@mantine/core'
import type { Comment } from '@storycanvas/api'
import { IconCheck, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../api/actions.tsx'
import { commentsQuery, keys } from '../api/queries.ts'
import { server, useAccount } from '../api/server.ts'
import { ago } from '../shell/humanTime.ts'
import { useFocusStays } from '../shell/useFocusStays.ts'
import { type Said as Words, Saying } from './Saying.tsx'

type Props = { projectId: string; target: Extract<Comment['target'], { id: string }> }

/** What people say about a panel or a scene: open threads, each with its answers. */
export function Comments({ projectId, target }: Props) {
  const params = { id: projectId }
  const all = keys.comments(projectId)
  const [answered, setAnswered] = useState<string | null>(null)
  const { data } = useQuery(commentsQuery(projectId, { targetId: target.id }))
  const say = useAction({
    run: (body: Words & { threadId: string | null }) => server.createComment({ params, body: { target, ...body } }),
    refreshes: [all],
    done: () => setAnswered(null),
  })
  const list = useFocusStays<HTMLDivElement>('[data-item]')
  const threads = data?.items.filter(({ threadId }) => threadId === null) ?? []
  return (
    <Stack gap="xs" role="group" aria-label="Comments" {...list}>
      <Title order={3} size="h6">
        Comments{threads.length > 0 && ` (${threads.length})`}
      </Title>
      {threads.map(thread => (
        <Stack key={thread.id} gap={4} data-item>
          <Said projectId={projectId} comment={thread} />
          {data?.items
            .filter(({ threadId }) => threadId === thread.id)
            .map(answer => (
              <Said key={answer.id} projectId={projectId} comment={answer} />
            ))}
          {answered === thread.id ? (
            <Saying
              projectId={projectId}
              label="Answer"
              isBusy={say.isPending}
              onSay={words => say.mutate({ ...words, threadId: thread.id })}
            />
          ) : (
            <Button size="compact-xs" variant="subtle" color="gray" w="fit-content" onClick={() => setAnswered(thread.id)}>
              Answer
            </Button>
          )}
        </Stack>
      ))}
      <Saying
        projectId={projectId}
        label="Comment"
        isBusy={say.isPending}
        onSay={(words, sent) => say.mutate({ ...words, threadId: null }, { onSuccess: sent })}
      />
    </Stack>
  )
}

export function Said({ projectId, comment }: { projectId: string; comment: Comment }) {
  const { id, author, text, createdAt, threadId } = comment
  const me = useAccount()
  const params = { id: projectId, commentId: id }
  const refreshes = [keys.comments(projectId)]
  const resolve = useAction({ run: () => server.resolveComment({ params, body: { resolved: true } }), refreshes })
  const remove = useAction({ run: () => server.deleteComment({ params }), refreshes })
  return (
    <Group align="flex-start" justify="space-between" wrap="nowrap" gap={4} pl={threadId ? 'md' : 0}>
      <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        <b>{author.name}</b> {text}{' '}
        <Text span size="xs" c="dimmed">
          {ago(createdAt)}
        </Text>
      </Text>
      <Group gap={2} wrap="nowrap">
        {threadId === null && (
          <Tooltip label="Settled">
            <ActionIcon size="sm" aria-label={`Settle the comment of ${author.name}`} onClick={() => resolve.mutate()}>
              <IconCheck size={14} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        {author.accountId === me?.id && (
          <ActionIcon size="sm" aria-label="Delete my comment" onClick={() => remove.mutate()}>
            <IconTrash size={14} aria-hidden />
          </ActionIcon>
        )}
      </Group>
    </Group>
  )
}
