import type { Draft, DraftTarget } from '@storycanvas/api'
import type { Selectable } from 'kysely'
import type { Reader } from '../platform/database/database.ts'
import { pageOf, readCursor } from '../platform/database/page.ts'
import { notFound } from '../platform/http/problem.ts'
import type { DraftTables } from './tables.ts'

function draftReply(draft: Selectable<DraftTables['draft']>): Draft {
  const { targetKind, targetId, field, deletionId: _, ...row } = draft
  return { ...row, target: { kind: targetKind, id: targetId, field } as DraftTarget }
}

export async function getDraft(database: Reader, id: string): Promise<Draft> {
  return draftReply(await database.selectFrom('draft').selectAll().where('id', '=', id).executeTakeFirstOrThrow(notFound))
}

type Query = {
  projectId: string
  limit: number
  cursor?: string | undefined
  targetId?: string | undefined
  state?: 'open' | 'chosen' | undefined
  deleted: boolean
}

/** Drafts of a project, newest first. */
export async function listDrafts(database: Reader, { projectId, limit, cursor, targetId, state, deleted }: Query) {
  const last = readCursor(cursor)
  let select = database
    .selectFrom('draft')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('deletedAt', deleted ? 'is not' : 'is', null)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (targetId) select = select.where('targetId', '=', targetId)
  if (state) select = select.where('chosenCandidateId', state === 'chosen' ? 'is not' : 'is', null)
  if (last) select = select.where('id', '<', last.id)
  const page = pageOf(await select.execute(), limit, ({ id }) => id)
  return { ...page, items: page.items.map(draftReply) }
}
