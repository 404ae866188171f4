import { sql } from 'kysely'
import type { Reader, Tx } from '../database/database.ts'

/** Neither the job `j` itself nor the whole queue of its owner is held back. */
export const notHeldBack = sql<boolean>`not j.paused and not exists (select from queue_pause where account_id = j.owner_id)`

/** Class of the advisory locks under which the next job of a kind is chosen; the second number is the kind's hash. */
const choiceLockClass = 0x5343_4e58

/**
 * The job of a kind that comes next: of the owner with the fewest running ones, the one of the highest priority that stands
 * first. Whoever asks holds a lock until the commit, so that two never choose the same one, and none is passed over.
 */
export async function nextWaiting(tx: Tx, kind: string): Promise<string | null> {
  await sql`select pg_advisory_xact_lock(${sql.lit(choiceLockClass)}, hashtext(${kind}))`.execute(tx)
  const { rows } = await sql<{ id: string }>`
    with recursive owner (id) as (
      (select owner_id from job where kind = ${kind} and state = 'queued' and not paused order by owner_id limit 1)
      union all
      select (select j.owner_id from job j where j.kind = ${kind} and j.state = 'queued' and not j.paused
        and j.owner_id > owner.id order by j.owner_id limit 1)
      from owner where owner.id is not null
    )
    select best.id from owner cross join lateral (
      select j.id, j.place from job j
      where j.kind = ${kind} and j.owner_id = owner.id and j.state = 'queued' and not j.pull and j.run_after <= now()
        and ${notHeldBack}
      order by j.priority desc, j.place limit 1
    ) best
    order by (select count(*) from job r where r.state = 'running' and r.kind = ${kind} and r.owner_id = owner.id), best.place
    limit 1`.execute(tx)
  return rows[0]?.id ?? null
}

type Puller = { kinds: readonly string[] | null; ownerId: string | null }

/** The same for pull workers, over several kinds (null is any) and the jobs of one account (null is anyone's). Locks the row. */
export async function nextPulled(tx: Tx, { kinds, ownerId }: Puller): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select j.id from job j
    where j.pull and j.state = 'queued' and j.run_after <= now() and ${notHeldBack}
      and (${kinds}::text[] is null or j.kind = any(${kinds}::text[]))
      and (${ownerId}::uuid is null or j.owner_id = ${ownerId}::uuid)
    order by (select count(*) from job r where r.pull and r.state = 'running' and r.owner_id = j.owner_id),
      j.priority desc, j.place
    limit 1 for update of j skip locked`.execute(tx)
  return rows[0]?.id ?? null
}

/** Waiting jobs of an account that are not held back one by one. */
export const waitingOf = (database: Reader, accountId: string) =>
  database
    .selectFrom('job')
    .selectAll()
    .where('ownerId', '=', accountId)
    .where('state', '=', 'queued')
    .where('paused', '=', false)
    .execute()
