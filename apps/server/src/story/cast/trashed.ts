import { sql } from 'kysely'
import type { Reader } from '../../platform/database/database.ts'

/** Characters and locations of a project that lie in the trash: scenes and panels keep their ids, replies leave them out. */
export async function trashedCast(database: Reader, projectId: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from character where project_id = ${projectId} and deleted_at is not null
    union all
    select id from location where project_id = ${projectId} and deleted_at is not null`.execute(database)
  return new Set(rows.map(({ id }) => id))
}

export const withoutTrashed = (ids: string[], trashed: ReadonlySet<string>): string[] =>
  trashed.size === 0 ? ids : ids.filter(id => !trashed.has(id))
