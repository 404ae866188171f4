import { ActionIcon, Button, Group, Stack, Text, Textarea, Title, Tooltip } from '@mantine/core'
import type { Comment } from '@storycanvas/api'
import { IconCheck, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../api/actions.tsx'
import { keys } from '../api/queries.ts'
import { server, useAccount } from '../api/server.ts'
import { ago } from '../shell/humanTime.ts'

type Props = { projectId: string; target: Extract<Comment['target'], { id: string }> }

/** What people say about a panel or a scene: open threads, each with its answers. */
export function Comments({ projectId, target }: Props) {
  const params = { id: projectId }
  const all = keys.comments(projectId)
  const [answered, setAnswered] = useState<string | null>(null)
  const { data } = useQuery({
    queryKey: [...all, target.id],
    queryFn: ({ signal }) => server.listComments({ params, query: { targetId: target.id } }, { signal }),
  })
  const say = useAction({
    run: (body: { text: string; threadId: string | null }) => server.createComment({ params, body: { target, ...body } }),
    refreshes: [all],
    done: () => setAnswered(null),
  })
  const threads = data?.items.filter(({ threadId }) => threadId === null) ?? []
  return (
    <Stack gap="xs" role="group" aria-label="Comments">
      <Title order={3} size="h6">
        Comments{threads.length > 0 && ` (${threads.length})`}
      </Title>
      {threads.map(thread => (
        <Stack key={thread.id} gap={4}>
          <Said projectId={projectId} comment={thread} />
          {data?.items
            .filter(({ threadId }) => threadId === thread.id)
            .map(answer => (
              <Said key={answer.id} projectId={projectId} comment={answer} />
            ))}
          {answered === thread.id ? (
            <Saying label="Answer" isBusy={say.isPending} onSay={text => say.mutate({ text, threadId: thread.id })} />
          ) : (
            <Button size="compact-xs" variant="subtle" color="gray" w="fit-content" onClick={() => setAnswered(thread.id)}>
              Answer
            </Button>
          )}
        </Stack>
      ))}
      <Saying
        key={data?.items.length}
        label="Comment"
        isBusy={say.isPending}
        onSay={text => say.mutate({ text, threadId: null })}
      />
    </Stack>
  )
}

function Said({ projectId, comment }: { projectId: string; comment: Comment }) {
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

function Saying({ label, isBusy, onSay }: { label: string; isBusy: boolean; onSay: (text: string) => void }) {
  const [text, setText] = useState('')
  return (
    <Group gap={4} align="flex-end" wrap="nowrap">
      <Textarea
        flex={1}
        size="xs"
        aria-label={label}
        placeholder={label}
        autosize
        minRows={1}
        maxRows={8}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
      />
      <Button size="compact-sm" variant="default" loading={isBusy} disabled={text.trim() === ''} onClick={() => onSay(text)}>
        Send
      </Button>
    </Group>
  )
}
