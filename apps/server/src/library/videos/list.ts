import type { Video } from '@storycanvas/api'
import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../../context.ts'
import { pageOf, readCursor } from '../../platform/database/page.ts'
import { invalidField } from '../../platform/http/problem.ts'
import { videoReply, withJobs } from './read.ts'
import { wordsMeant } from './words-meant.ts'

type Parts = Pick<Context, 'database' | 'grants'>

export type VideoQuery = {
  limit: number
  cursor?: string | undefined
  search?: string | undefined
  status?: Video['status'] | undefined
  projectId?: string | undefined
  ownerId?: string | undefined
  visibility?: Video['visibility'] | undefined
  tag?: string | undefined
  createdFrom?: string | undefined
  createdTo?: string | undefined
  minSeconds?: number | undefined
  maxSeconds?: number | undefined
  minHeight?: number | undefined
  sort: keyof typeof orders
  order?: 'asc' | 'desc' | undefined
  deleted: boolean
}

/** What a list can be ordered by: its key in SQL, of which the id settles ties, and which way round one expects it. */
const orders = {
  date: { key: null, type: 'text', usual: 'desc' },
  name: { key: sql`v.name_key`, type: 'text', usual: 'asc' },
  duration: { key: sql`coalesce(v.duration_ms, 0)`, type: 'bigint', usual: 'desc' },
  views: { key: sql`v.views`, type: 'bigint', usual: 'desc' },
} as const

/** Videos of an account, or the public ones of another. Pages go on from the last row, so nothing new moves them. */
export async function listVideos({ database, grants }: Parts, accountId: string, query: VideoQuery) {
  const { key, type, usual } = orders[query.sort]
  const direction = query.order ?? usual
  const last = readCursor(query.cursor)
  const conditions = [...wanted(query, accountId), ...(await found(database, query.search))]
  let select = database
    .selectFrom('video as v')
    .select(['v.id', (key ? sql<string>`(${key})::text` : sql<string>`''`).as('sortKey')])
    .limit(query.limit + 1)
  for (const condition of conditions) select = select.where(condition)
  if (last) select = select.where(behind(last, key && { key, type }, direction))
  if (key) select = select.orderBy(key, direction)
  // The page is cut before anything is joined: what belongs to a video is only looked up for those that are shown.
  let whole = withJobs(database).innerJoin(select.orderBy('v.id', direction).as('page'), 'page.id', 'v.id').select('page.sortKey')
  if (key) whole = whole.orderBy(key, direction)
  const page = pageOf(await whole.orderBy('v.id', direction).execute(), query.limit, row => row.sortKey)
  return { ...page, items: page.items.map(row => videoReply(grants, row)) }
}

type Condition = RawBuilder<boolean>

function behind(
  last: { key: string; id: string },
  order: { key: RawBuilder<unknown>; type: string } | null,
  direction: 'asc' | 'desc',
): Condition {
  const than = sql.raw(direction === 'asc' ? '>' : '<')
  if (!order) return sql<boolean>`v.id ${than} ${last.id}`
  if (order.type === 'bigint' && !/^\d{1,18}$/.test(last.key)) throw invalidField('cursor', 'belongs to a list in another order')
  return sql<boolean>`(${order.key}, v.id) ${than} (${last.key}::${sql.raw(order.type)}, ${last.id}::uuid)`
}

/** An hour on each side: ids are made by our clock, times of creation by that of the database. */
const slackMs = 3600_000

function wanted(query: VideoQuery, accountId: string): Condition[] {
  const { ownerId = accountId, deleted, createdFrom, createdTo, minSeconds, maxSeconds, minHeight, tag, projectId } = query
  const conditions = [
    sql<boolean>`v.owner_id = ${ownerId}`,
    deleted ? sql<boolean>`v.deleted_at is not null` : sql<boolean>`v.deleted_at is null`,
  ]
  // Of others one sees what is for everybody; what only has a link is not listed.
  if (ownerId !== accountId) conditions.push(sql<boolean>`v.visibility = 'public' and v.deleted_at is null`)
  if (query.visibility) conditions.push(sql<boolean>`v.visibility = ${query.visibility}`)
  if (projectId) conditions.push(sql<boolean>`v.project_id = ${projectId}`)
  if (query.status) conditions.push(hasStatus(query.status))
  if (tag) conditions.push(sql<boolean>`v.tags @> array[${tag.toLowerCase()}]`)
  if (createdFrom)
    conditions.push(sql<boolean>`v.created_at >= ${createdFrom} and v.id >= ${firstIdOf(Date.parse(createdFrom) - slackMs)}`)
  if (createdTo)
    conditions.push(sql<boolean>`v.created_at < ${createdTo} and v.id < ${firstIdOf(Date.parse(createdTo) + slackMs)}`)
  if (minSeconds !== undefined) conditions.push(sql<boolean>`coalesce(v.duration_ms, 0) >= ${Math.round(minSeconds * 1000)}`)
  if (maxSeconds !== undefined) conditions.push(sql<boolean>`coalesce(v.duration_ms, 0) < ${Math.round(maxSeconds * 1000)}`)
  if (minHeight !== undefined) conditions.push(sql<boolean>`v.side >= ${minHeight}`)
  return conditions
}

/** Ids are UUIDv7, which begin with the milliseconds of their making. */
function firstIdOf(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

async function found(database: Parts['database'], search: string | undefined): Promise<Condition[]> {
  if (!search?.trim()) return []
  const words = await wordsMeant(database, search)
  return [words === null ? sql<boolean>`false` : sql<boolean>`v.words @@ ${words}::tsquery`]
}

function hasStatus(status: Video['status']): Condition {
  if (status === 'ready') return sql<boolean>`v.presentation is not null`
  const states = status === 'processing' ? ['queued', 'running', 'succeeded'] : [status]
  return sql<boolean>`(v.presentation is null
    and coalesce((select j.state from job j where j.id = v.job_id), 'queued') = any(${states}))`
}
