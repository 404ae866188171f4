import { z } from 'zod'
import { byId, flag, frames, id, instant, text } from '../fields.ts'
import { empty, json, routes } from '../route.ts'

/** What is spoken about: a panel, a scene, or a stretch of the cut in frames of the project, `to` not included. */
export const CommentTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('panel'), id }),
  z.strictObject({ kind: z.literal('scene'), id }),
  z
    .strictObject({ kind: z.literal('cut'), from: frames, to: frames })
    .refine(({ from, to }) => to > from, 'must end behind its start'),
])
export type CommentTarget = z.output<typeof CommentTarget>

export const Comment = z.object({
  id,
  target: CommentTarget,
  /** The first comment of the thread that this one answers in; null for that one itself. */
  threadId: id.nullable(),
  author: z.object({ accountId: id, name: z.string() }),
  text: z.string(),
  /** Members who are spoken to. */
  mentions: z.array(id),
  /** When the thread was closed; answers carry null. */
  resolvedAt: instant.nullable(),
  editedAt: instant.nullable(),
  createdAt: instant,
})
export type Comment = z.output<typeof Comment>

const project = { kind: 'object', action: 'comment', object: 'project', at: 'params.id' } as const
const ofComment = z.object({ id, commentId: id })
const words = text(10_000).refine(value => value.trim() !== '', 'must say something')

export const comments = routes({
  listComments: {
    method: 'GET',
    path: '/api/v1/projects/:id/comments',
    group: 'comments',
    summary: 'Comments of a project, oldest first, threads behind one another; at most 1,000',
    access: { ...project, action: 'view' },
    params: byId,
    query: z.object({
      kind: z.enum(['panel', 'scene', 'cut']).optional(),
      targetId: id.optional(),
      state: z.enum(['open', 'resolved', 'all']).default('open'),
      mentioned: flag.meta({ description: 'only those that speak to me' }),
    }),
    reply: json(z.object({ items: z.array(Comment) })),
  },
  createComment: {
    method: 'POST',
    path: '/api/v1/projects/:id/comments',
    group: 'comments',
    summary: 'Say something about a panel, a scene or a stretch of the cut, or answer in a thread',
    access: project,
    status: 201,
    params: byId,
    body: z.strictObject({
      target: CommentTarget,
      text: words,
      threadId: id.nullable().default(null),
      mentions: z.array(id).max(50).default([]),
    }),
    reply: json(Comment),
  },
  updateComment: {
    method: 'PATCH',
    path: '/api/v1/projects/:id/comments/:commentId',
    group: 'comments',
    summary: 'Change the words of a comment of one’s own',
    access: project,
    params: ofComment,
    body: z.strictObject({ text: words }),
    reply: json(Comment),
  },
  resolveComment: {
    method: 'POST',
    path: '/api/v1/projects/:id/comments/:commentId/resolve',
    group: 'comments',
    summary: 'Close a thread, or open it again',
    access: project,
    params: ofComment,
    body: z.strictObject({ resolved: z.boolean() }),
    reply: json(Comment),
  },
  deleteComment: {
    method: 'DELETE',
    path: '/api/v1/projects/:id/comments/:commentId',
    group: 'comments',
    summary: 'Take back a comment of one’s own, or any as the owner; the first of a thread takes its answers along',
    access: project,
    status: 204,
    params: ofComment,
    reply: empty,
  },
})
