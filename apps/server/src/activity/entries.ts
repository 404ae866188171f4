import { sql } from 'kysely'
import type { Tx } from '../platform/database/database.ts'

/** The entry of this transaction, which triggers add to; null for a project that comes into being with it. */
export async function entryOf(tx: Tx, projectId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`select activity_entry(${projectId}) as id`.execute(tx)
  return rows[0]?.id ?? null
}

/** So long what one person types into a text is one change. */
const typingMinutes = 5

/** Typing goes on in the entry that it began, unless somebody else has changed the thing meanwhile. */
export async function goOnTyping(tx: Tx, accountId: string, objectId: string, column: string): Promise<void> {
  await sql`
    select set_config('storycanvas.activity', last.id::text, true) from (
      select a.*, c.after from activity_change c join activity a on a.id = c.activity_id
      where c.object_id = ${objectId} order by c.version desc limit 1
    ) last
    where last.account_id = ${accountId} and last.operation = 'writeText' and last.last_id is null
      and last.after ? ${column} and last.created_at > now() - make_interval(mins => ${typingMinutes})`.execute(tx)
}

/** Says that an entry took a change back, or made it again. */
export async function takesBack(tx: Tx, entryId: string, changeId: string, way: 'undo' | 'redo'): Promise<void> {
  await tx.updateTable('activity').set({ way, about: changeId }).where('id', '=', entryId).execute()
  await tx
    .updateTable('activity')
    .set({ lastId: entryId, isTakenBack: way === 'undo' })
    .where('id', '=', changeId)
    .execute()
}
