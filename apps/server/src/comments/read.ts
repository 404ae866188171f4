import type { Comment, CommentTarget } from '@storycanvas/api'
import { type Selectable, sql } from 'kysely'
import type { Reader } from '../platform/database/database.ts'
import { notFound } from '../platform/http/problem.ts'
import type { CommentTables } from './tables.ts'

const mostAtOnce = 1000

type Query = {
  kind?: CommentTarget['kind'] | undefined
  targetId?: string | undefined
  state: 'open' | 'resolved' | 'all'
  /** Whom they are to speak to. */
  mentioned?: string | null
}

/** Threads in the order in which they were begun, each with its answers behind it. */
export async function listComments(database: Reader, projectId: string, { kind, targetId, state, mentioned }: Query) {
  let select = rows(database)
    .leftJoin('comment as first', 'first.id', 'c.threadId')
    .where('c.projectId', '=', projectId)
    .orderBy(sql`coalesce(first.created_at, c.created_at)`)
    .orderBy(sql`coalesce(c.thread_id, c.id)`)
    .orderBy('c.createdAt')
    .orderBy('c.id')
    .limit(mostAtOnce)
  if (kind) select = select.where('c.targetKind', '=', kind)
  if (targetId) select = select.where('c.targetId', '=', targetId)
  if (mentioned) select = select.where(sql<boolean>`c.mentions @> array[${mentioned}]::uuid[]`)
  const closed = sql`coalesce(first.resolved_at, c.resolved_at)`
  if (state === 'open') select = select.where(sql<boolean>`${closed} is null`)
  if (state === 'resolved') select = select.where(sql<boolean>`${closed} is not null`)
  return { items: (await select.execute()).map(commentReply) }
}

export async function getComment(database: Reader, projectId: string, id: string): Promise<Comment> {
  const row = await rows(database).where('c.id', '=', id).where('c.projectId', '=', projectId).executeTakeFirstOrThrow(notFound)
  return commentReply(row)
}

const rows = (database: Reader) =>
  database.selectFrom('comment as c').innerJoin('account as a', 'a.id', 'c.accountId').selectAll('c').select('a.name')

type Row = Selectable<CommentTables['comment']> & { name: string }

function commentReply({ id, threadId, accountId, name, text, mentions, resolvedAt, editedAt, createdAt, ...row }: Row): Comment {
  return { id, threadId, author: { accountId, name }, text, mentions, resolvedAt, editedAt, createdAt, target: targetOf(row) }
}

function targetOf({ targetKind, targetId, fromFrame, toFrame }: Pick<Row, 'targetKind' | 'targetId' | 'fromFrame' | 'toFrame'>) {
  if (targetKind === 'cut') return { kind: 'cut' as const, from: fromFrame ?? 0, to: toFrame ?? 0 }
  return { kind: targetKind, id: targetId ?? '' }
}
