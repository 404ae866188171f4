import type { Job } from '@storycanvas/api'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../platform/database/database.ts'
import { pageOf, readCursor } from '../platform/database/page.ts'
import { type JobRow, jobReply } from '../platform/jobs/read.ts'

type Query = {
  limit: number
  cursor?: string | undefined
  state?: Job['state'] | undefined
  open?: 'true' | 'false' | undefined
  order: 'newest' | 'turn'
  kind?: string | undefined
  projectId?: string | undefined
  deleted: boolean
}

/** What a job for pull workers was given and gave; of our own jobs that is nobody's business. */
export const jobDetail = (row: JobRow) => ({
  ...jobReply(row),
  input: row.pull ? row.input : null,
  result: row.pull ? row.result : null,
})

/** Jobs that an account may see: of projects that it is a member of, and its own of none. */
const seenBy = (accountId: string) => sql<boolean>`((j.owner_id = ${accountId} and j.project_id is null)
  or j.project_id in (select project_id from project_member where account_id = ${accountId}))`

export async function listJobs(
  database: Database,
  accountId: string,
  { limit, cursor, state, open, order, kind, projectId, deleted }: Query,
) {
  let select = database
    .selectFrom('job as j')
    .selectAll()
    .where(seenBy(accountId))
    .where('j.deletedAt', deleted ? 'is not' : 'is', null)
    .limit(limit + 1)
  if (state) select = select.where('j.state', '=', state)
  if (open) select = select.where('j.state', open === 'true' ? 'in' : 'not in', ['queued', 'running'])
  if (kind) select = select.where('j.kind', '=', kind)
  if (projectId) select = select.where('j.projectId', '=', projectId)
  const { by, after } = orders[order]
  const last = readCursor(cursor)
  if (last) select = select.where(after(last.id))
  const page = pageOf(await select.orderBy(by).execute(), limit, () => '')
  return { ...page, items: page.items.map(jobReply) }
}

const turn = (job: string) =>
  sql`(${sql.ref(job)}.state <> 'running')::int, -${sql.ref(job)}.priority, ${sql.ref(job)}.place, ${sql.ref(job)}.id`

/** Places are decimals of any length, so a page begins behind where its predecessor's last job stands now. */
const orders: Record<Query['order'], { by: RawBuilder<unknown>; after: (id: string) => RawBuilder<boolean> }> = {
  newest: { by: sql`j.id desc`, after: id => sql`j.id < ${id}` },
  turn: { by: turn('j'), after: id => sql`(${turn('j')}) > (select ${turn('l')} from job l where l.id = ${id})` },
}

type Counts = { queued: number; running: number; failed: number; succeeded: number; cancelled: number; progress: number | null }

/** Those of them that it asked for, as a condition on `j`. */
export const ownJobs = (accountId: string) =>
  sql<boolean>`j.owner_id = ${accountId} and j.deleted_at is null and ${seenBy(accountId)}`

/** How many jobs `j` stand where, and how far the open ones are altogether. */
export async function queueCounts(database: Database, which: RawBuilder<unknown>): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select count(*) filter (where state = 'queued') as queued,
      count(*) filter (where state = 'running') as running,
      count(*) filter (where state = 'failed') as failed,
      count(*) filter (where state = 'succeeded') as succeeded,
      count(*) filter (where state = 'cancelled') as cancelled,
      avg(progress) filter (where state in ('queued', 'running')) as progress
    from job j where ${which}`.execute(database)
  return rows[0] as Counts
}
