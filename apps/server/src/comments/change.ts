import type { CommentTarget, ProjectRole } from '@storycanvas/api'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { accountTopic, changed, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Database, Tx } from '../platform/database/database.ts'
import { invalidField, notFound, RequestError } from '../platform/http/problem.ts'

export type NewComment = { target: CommentTarget; text: string; threadId: string | null; mentions: string[] }

/** Adds a comment. An answer speaks about what its thread speaks about. Returns its id. */
export function createComment(database: Database, projectId: string, accountId: string, wanted: NewComment): Promise<string> {
  return database.transaction().execute(async tx => {
    const mentions = [...new Set(wanted.mentions.map(id => id.toLowerCase()))]
    await requireMembers(tx, projectId, mentions)
    const target = wanted.threadId ? await targetOfThread(tx, projectId, wanted.threadId) : columnsOf(wanted.target)
    if (!wanted.threadId) await requireTarget(tx, projectId, wanted.target)
    const id = uuid()
    const { threadId, text } = wanted
    await tx
      .insertInto('comment')
      .values({ id, projectId, accountId, threadId, text, mentions, ...target })
      .execute()
    await publish(tx, [projectTopic(projectId), ...mentions.map(accountTopic)], changed('comment', id, projectId))
    return id
  })
}

export const updateComment = (database: Database, projectId: string, accountId: string, id: string, text: string) =>
  changeComment(database, projectId, id, async (tx, comment) => {
    if (comment.accountId !== accountId) throw new RequestError('forbidden', 'Only who wrote a comment changes its words.')
    await tx.updateTable('comment').set({ text, editedAt: sql<string>`now()` }).where('id', '=', id).execute()
  })

export const resolveComment = (database: Database, projectId: string, id: string, resolved: boolean) =>
  changeComment(database, projectId, id, async (tx, comment) => {
    if (comment.threadId)
      throw new RequestError('not-possible-now', 'A thread is closed at its first comment; this is an answer.')
    await tx
      .updateTable('comment')
      .set({ resolvedAt: resolved ? sql<string>`coalesce(resolved_at, now())` : null })
      .where('id', '=', id)
      .execute()
  })

type By = { accountId: string; role: ProjectRole }

export const deleteComment = (database: Database, projectId: string, { accountId, role }: By, id: string) =>
  changeComment(database, projectId, id, async (tx, comment) => {
    if (comment.accountId !== accountId && role !== 'owner')
      throw new RequestError('forbidden', 'Only who wrote a comment, or the owner of the project, takes it away.')
    await tx.deleteFrom('comment').where('id', '=', id).execute()
  })

type Known = { accountId: string; threadId: string | null }

function changeComment(database: Database, projectId: string, id: string, work: (tx: Tx, comment: Known) => Promise<void>) {
  return database.transaction().execute(async tx => {
    const comment = await tx
      .selectFrom('comment')
      .select(['accountId', 'threadId'])
      .where('id', '=', id)
      .where('projectId', '=', projectId)
      .forUpdate()
      .executeTakeFirstOrThrow(notFound)
    await work(tx, comment)
    await publish(tx, [projectTopic(projectId)], changed('comment', id, projectId))
  })
}

const columnsOf = (target: CommentTarget) =>
  target.kind === 'cut'
    ? { targetKind: target.kind, targetId: null, fromFrame: target.from, toFrame: target.to }
    : { targetKind: target.kind, targetId: target.id, fromFrame: null, toFrame: null }

async function targetOfThread(tx: Tx, projectId: string, threadId: string) {
  const first = await tx
    .selectFrom('comment')
    .select(['targetKind', 'targetId', 'fromFrame', 'toFrame', 'threadId'])
    .where('id', '=', threadId)
    .where('projectId', '=', projectId)
    .executeTakeFirst()
  if (!first || first.threadId) throw invalidField('threadId', 'is not the first comment of a thread of this project')
  const { threadId: _, ...target } = first
  return target
}

async function requireTarget(tx: Tx, projectId: string, target: CommentTarget): Promise<void> {
  if (target.kind === 'cut') return
  const row = await tx
    .selectFrom(target.kind)
    .select('id')
    .where('id', '=', target.id)
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!row) throw invalidField('target.id', `is not a ${target.kind} of this project`)
}

async function requireMembers(tx: Tx, projectId: string, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return
  const rows = await tx
    .selectFrom('projectMember')
    .select('accountId')
    .where('projectId', '=', projectId)
    .where('accountId', 'in', accountIds)
    .execute()
  if (rows.length < accountIds.length) throw invalidField('mentions', 'names somebody who is not a member of this project')
}
