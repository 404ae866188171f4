import { MantineProvider } from '@mantine/core'
import type { Comment } from '@storycanvas/api'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const far = vi.hoisted(() => ({ said: [] as unknown[] }))
vi.mock('../api/server.ts', () => ({
  server: {
    listComments: async () => ({ items: far.said }),
    listMembers: async () => ({ items: [] }),
    createComment: async ({ body }: { body: { text: string } }) => void far.said.push(aComment(body.text)),
  },
  queryClient: { invalidateQueries: async () => undefined },
  useAccount: () => null,
}))

// Other tests have read the same modules with a server of their own.
beforeAll(() => void vi.resetModules())
afterAll(() => void vi.resetModules())

const target = { kind: 'panel', id: 'panel' } as const
const aComment = (text: string): Comment => ({
  id: text,
  threadId: null,
  author: { accountId: 'ben', name: 'Ben' },
  text,
  mentions: [],
  resolvedAt: null,
  editedAt: null,
  createdAt: '2026-11-21T09:30:00.000Z',
  target,
})

test('what one is writing stays while somebody else says something, and is emptied once it is sent', async () => {
  const [{ Comments }, { commentsQuery }] = await Promise.all([import('./Comments.tsx'), import('../api/queries.ts')])
  const cache = new QueryClient()
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={cache}>
        <Comments projectId="p" target={target} />
      </QueryClientProvider>
    </MantineProvider>,
  )
  const field = screen.getByLabelText<HTMLTextAreaElement>('Comment')
  fireEvent.change(field, { target: { value: 'Too bright?' } })
  await waitFor(() => expect(cache.isFetching()).toBe(0))
  act(() => {
    cache.setQueryData(commentsQuery('p', { targetId: target.id }).queryKey, { items: [aComment('Too dark')] })
  })
  await screen.findByText(/Too dark/)
  expect(screen.getByLabelText<HTMLTextAreaElement>('Comment')).toBe(field)
  expect(field.value).toBe('Too bright?')
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  await waitFor(() => expect(field.value).toBe(''))
  expect(far.said).toHaveLength(1)
})
