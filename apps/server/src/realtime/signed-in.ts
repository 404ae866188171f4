import { sql } from 'kysely'
import type { Database } from '../platform/database/database.ts'
import type { AccountActor } from '../platform/policy/actor.ts'

/** Whether the session or key that a line was opened with still lets its account in. */
export async function isSignedIn(database: Database, { via }: AccountActor): Promise<boolean> {
  const table = sql.table(via.kind === 'session' ? 'session' : 'api_key')
  const { rows } = await sql`
    select from ${table} t join account a on a.id = t.account_id
    where t.id = ${via.id} and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
      and a.suspended_at is null and a.deleted_at is null`.execute(database)
  return rows.length > 0
}
