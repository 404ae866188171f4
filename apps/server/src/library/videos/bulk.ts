import { sql } from 'kysely'
import { accountTopic, changed, publish } from '../../platform/bus/publish.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { definedOnly } from '../../platform/database/patch.ts'
import { narrowed } from './narrowed.ts'

export type BulkChange = {
  title?: string | undefined
  description?: string | undefined
  visibility?: 'public' | 'unlisted' | 'private' | undefined
  tags?: string[] | undefined
  addTags?: string[] | undefined
  removeTags?: string[] | undefined
}
type Outcome = { id: string; outcome: 'done' | 'not-found' | 'forbidden' }

/** Rows of one transaction: whoever breaks off has done whole parts, and asking again does the rest. */
const atOnce = 500

/** Changes many videos, each by itself: what happened to each is told in the order asked. */
async function inBulk(
  database: Database,
  accountId: string,
  ids: readonly string[],
  change: (tx: Tx, ids: string[]) => Promise<unknown>,
) {
  const outcomes: Outcome[] = []
  for (let from = 0; from < ids.length; from += atOnce) {
    const some = ids.slice(from, from + atOnce)
    await database.transaction().execute(async tx => {
      const found = await reachable(tx, accountId, some)
      const allowed = some.filter(id => found.get(id) === true)
      if (allowed.length > 0) {
        await change(tx, allowed)
        await narrowed(tx, allowed)
        // One word for all of them: whoever looks at a list reads it anew anyway.
        await publish(tx, [accountTopic(accountId)], changed('video', allowed[0] ?? '', null))
      }
      outcomes.push(
        ...some.map(id => ({ id, outcome: found.has(id) ? (found.get(id) ? 'done' : 'forbidden') : 'not-found' }) as const),
      )
    })
  }
  return { items: outcomes, done: outcomes.filter(({ outcome }) => outcome === 'done').length }
}

/** Which of the videos an account may see, and whether it may edit them; locked in the order of their ids. */
async function reachable(tx: Tx, accountId: string, ids: readonly string[]): Promise<Map<string, boolean>> {
  const { rows } = await sql<{ id: string; editable: boolean }>`
    select v.id, (v.owner_id = ${accountId} or m.role in ('owner', 'editor')) as editable
    from video v left join project_member m on m.project_id = v.project_id and m.account_id = ${accountId}
    where v.id = any(${ids}::uuid[]) and (v.owner_id = ${accountId} or m.role is not null
      or (v.visibility <> 'private' and v.deleted_at is null))
    order by v.id for update of v`.execute(tx)
  return new Map(rows.map(({ id, editable }) => [id, editable ?? false]))
}

export const bulkDelete = (database: Database, accountId: string, ids: readonly string[]) =>
  inBulk(database, accountId, ids, (tx, some) =>
    sql`update video set deleted_at = coalesce(deleted_at, now()) where id = any(${some}::uuid[])`.execute(tx),
  )

export const bulkRestore = (database: Database, accountId: string, ids: readonly string[]) =>
  inBulk(database, accountId, ids, (tx, some) =>
    sql`update video set deleted_at = null where id = any(${some}::uuid[])`.execute(tx),
  )

export const bulkEdit = (
  database: Database,
  accountId: string,
  ids: readonly string[],
  { addTags, removeTags, ...change }: BulkChange,
) =>
  inBulk(database, accountId, ids, async (tx, some) => {
    const values = definedOnly(change)
    if (Object.keys(values).length > 0) await tx.updateTable('video').set(values).where('id', 'in', some).execute()
    if (addTags || removeTags)
      await sql`
        update video set tags = (
          select coalesce(array_agg(distinct tag order by tag), '{}') from unnest(tags || ${addTags ?? []}::text[]) tag
          where tag <> all(${removeTags ?? []}::text[]))
        where id = any(${some}::uuid[])`.execute(tx)
  })
