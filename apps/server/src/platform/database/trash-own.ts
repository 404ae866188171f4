import { sql } from 'kysely'
import type { Tx } from './database.ts'

/** Puts all rows of a table that are an account's own into the trash, as far as they are not there. */
export const trashOwn =
  (table: 'asset' | 'style_template' | 'project_template') =>
  async (tx: Tx, accountId: string): Promise<void> => {
    await sql`update ${sql.table(table)} set deleted_at = now() where owner_id = ${accountId} and deleted_at is null`.execute(tx)
  }
