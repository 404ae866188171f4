import { type Selectable, sql } from 'kysely'
import type { Reader } from '../../platform/database/database.ts'
import type { LibraryTables } from '../tables.ts'

export type MediaFileRow = Selectable<LibraryTables['mediaFile']>

/** Uploaded files by id, in one query. */
export async function mediaFileRows(database: Reader, ids: readonly string[]): Promise<MediaFileRow[]> {
  if (ids.length === 0) return []
  return database
    .selectFrom('mediaFile')
    .selectAll()
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('deletedAt', 'is', null)
    .execute()
}
