import type { ActivityEntry, ActivityPart } from '@storycanvas/api'
import { type Selectable, sql } from 'kysely'
import type { Reader } from '../platform/database/database.ts'
import { pageOf, readCursor } from '../platform/database/page.ts'
import { notFound } from '../platform/http/problem.ts'
import type { ActivityTables } from './tables.ts'

type Query = { limit: number; cursor?: string | undefined; by?: string | undefined; kind?: ActivityPart['kind'] | undefined }

/** What has happened in a project, newest first. */
export async function listActivity(database: Reader, projectId: string, { limit, cursor, by, kind }: Query) {
  const last = readCursor(cursor)
  let select = entries(database)
    .where('a.projectId', '=', projectId)
    .orderBy('a.ordinal', 'desc')
    .limit(limit + 1)
  if (last) select = select.where('a.ordinal', '<', Number(last.key))
  if (kind) select = select.where('a.id', 'in', ofKind(database, projectId, { limit, kind, by, before: last?.key }))
  else if (by) select = select.where('a.accountId', '=', by)
  const page = pageOf(await select.execute(), limit, ({ ordinal }) => String(ordinal))
  return { ...page, items: await entryReplies(database, page.items) }
}

type OfKind = { limit: number; kind: ActivityPart['kind']; by: string | undefined; before: string | undefined }

/** Ids of the newest entries that changed something of a kind, as many as a page shows. */
function ofKind(database: Reader, projectId: string, { limit, kind, by, before }: OfKind) {
  let select = database
    .selectFrom('activityKind')
    .select('activityId')
    .where('projectId', '=', projectId)
    .where('kind', '=', kind)
    .orderBy('ordinal', 'desc')
    .limit(limit + 1)
  if (by) select = select.where('accountId', '=', by)
  if (before) select = select.where('ordinal', '<', Number(before))
  return select
}

export async function getActivity(database: Reader, id: string): Promise<ActivityEntry> {
  const row = await entries(database).where('a.id', '=', id).executeTakeFirstOrThrow(notFound)
  const [entry] = await entryReplies(database, [row])
  if (!entry) throw notFound()
  return entry
}

const entries = (database: Reader) =>
  database
    .selectFrom('activity as a')
    .leftJoin('account', 'account.id', 'a.accountId')
    .select(['a.id', 'a.ordinal', 'a.operation', 'a.accountId', 'a.createdAt', 'a.way', 'a.about', 'a.isTakenBack'])
    .select('account.name')

type Row = Awaited<ReturnType<ReturnType<typeof entries>['execute']>>[number]

async function entryReplies(database: Reader, rows: readonly Row[]): Promise<ActivityEntry[]> {
  const ids = rows.map(({ id }) => id)
  const parts = await database
    .selectFrom('activityPart')
    .selectAll()
    .where(sql<boolean>`activity_id = any(${ids}::uuid[])`)
    .orderBy('kind')
    .orderBy('verb')
    .execute()
  const partsOf = Map.groupBy(parts, ({ activityId }) => activityId)
  return rows.map(({ id, operation, accountId, name, createdAt, way, about, isTakenBack }) => ({
    ...{ id, operation, way, about, isTakenBack, at: createdAt },
    by: accountId === null ? null : { accountId, name: name ?? '' },
    parts: (partsOf.get(id) ?? []).map(partReply),
  }))
}

type PartRow = Selectable<ActivityTables['activityPart']>

/** Columns by the names that the API has for them; where a thing stands and that it lies in the trash are said by the verb. */
function partReply({ kind, verb, count, objectId, name, fields }: PartRow): ActivityPart {
  const named = fields
    .filter(column => column !== 'deletion_id' && column !== 'position')
    .map(column => column.replace(/^rate_.*/, 'rate').replaceAll(/_([a-z])/g, (__, letter: string) => letter.toUpperCase()))
  return { kind, verb, count, objectId, name, fields: [...new Set(named)] }
}
