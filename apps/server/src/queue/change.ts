import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Tx } from '../platform/database/database.ts'
import { invalidField, notFound, RequestError } from '../platform/http/problem.ts'
import { announce } from '../platform/jobs/enqueue.ts'
import type { JobRow } from '../platform/jobs/read.ts'

type Change = { priority?: number | undefined; paused?: boolean | undefined; after?: string | null | undefined }

/** Changes when a waiting job comes: by its priority, by its place among its owner's, or not before it is let go on. */
export async function changeJob(tx: Tx, jobs: Context['jobs'], id: string, { priority, paused, after }: Change): Promise<JobRow> {
  const before = await tx.selectFrom('job').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow(notFound)
  if (before.state !== 'queued')
    throw new RequestError('not-possible-now', `Only a waiting job can be changed; this one is ${before.state}.`)
  if (after !== undefined) await move(tx, before, after)
  const row = await tx
    .updateTable('job')
    .set({ paused: paused ?? before.paused, ...(priority === undefined ? {} : { priority }) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  // The pool keeps its own picture of the line.
  if (row.pooled || (before.paused && !row.paused)) await jobs.released(tx, [row])
  await announce(tx, row)
  return row
}

/**
 * Behind a waiting job of the same owner, with that one's priority; null puts it before all of them. Between two places there
 * is always another: halves of exact decimals.
 */
async function move(tx: Tx, { id, ownerId }: JobRow, after: string | null): Promise<void> {
  if (after === id) throw invalidField('after', 'is the job itself')
  const { numUpdatedRows } = await (after === null ? toTheFront(tx, id, ownerId) : behind(tx, id, ownerId, after))
  if (after !== null && numUpdatedRows === 0n) throw invalidField('after', 'is no waiting job of the same person')
}

const others = (id: string, ownerId: string) => sql<boolean>`owner_id = ${ownerId} and state = 'queued' and id <> ${id}`

function toTheFront(tx: Tx, id: string, ownerId: string) {
  const first = sql`(select priority, place from job where ${others(id, ownerId)} order by priority desc, place limit 1)`
  return tx
    .updateTable('job')
    .set({
      priority: sql<number>`coalesce((select priority from ${first} f), priority)`,
      place: sql<number>`coalesce((select place - 1 from ${first} f), place)`,
    })
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

function behind(tx: Tx, id: string, ownerId: string, after: string) {
  const anchor = sql`(select priority, place from job where id = ${after} and ${others(id, ownerId)})`
  const next = sql`(select min(n.place) from job n, ${anchor} a
    where n.owner_id = ${ownerId} and n.state = 'queued' and n.id <> ${id} and n.priority = a.priority and n.place > a.place)`
  return tx
    .updateTable('job')
    .set({
      priority: sql<number>`(select priority from ${anchor} a)`,
      place: sql<number>`(select coalesce((a.place + ${next}) * 0.5, a.place + 1) from ${anchor} a)`,
    })
    .where('id', '=', id)
    .where(sql<boolean>`exists (select from ${anchor} a)`)
    .executeTakeFirstOrThrow()
}
