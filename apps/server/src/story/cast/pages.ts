import { type Selectable, sql } from 'kysely'
import { containing } from '../../platform/database/containing.ts'
import type { Database, Reader } from '../../platform/database/database.ts'
import { pageOf, readCursor } from '../../platform/database/page.ts'
import type { StoryTables } from '../tables.ts'
import { keyOfName, nameOfKey } from './name-key.ts'

export type CharacterRow = Selectable<StoryTables['character']>
export type LocationRow = Selectable<StoryTables['location']>
type CastRows = { character: CharacterRow; location: LocationRow }

export type CastQuery = {
  projectId: string
  search?: string | undefined
  deleted: boolean
  limit: number
  cursor?: string | undefined
}

/** All characters or places of a project that are not in the trash, by name. */
export async function allOf<Kind extends keyof CastRows>(
  database: Reader,
  kind: Kind,
  projectId: string,
): Promise<CastRows[Kind][]> {
  const { rows } = await sql<CastRows[Kind]>`
    select * from ${sql.table(kind)} where project_id = ${projectId} and deleted_at is null order by name, id`.execute(database)
  return rows
}

/** A page of them by name; `search` looks at name and description. */
export async function pageOfCast<Kind extends keyof CastRows>(
  database: Database,
  kind: Kind,
  { projectId, search, deleted, limit, cursor }: CastQuery,
) {
  const start = readCursor(cursor)
  const pattern = search ? containing(search) : null
  const { rows } = await sql<CastRows[Kind]>`
    select * from ${sql.table(kind)} where project_id = ${projectId} and (deleted_at is not null) = ${deleted}
      ${pattern === null ? sql`` : sql`and (name ilike ${pattern} or description ilike ${pattern})`}
      ${start ? sql`and (name, id) > (${nameOfKey(start.key)}, ${start.id}::uuid)` : sql``}
    order by name, id limit ${limit + 1}`.execute(database)
  return pageOf(rows, limit, ({ name }) => keyOfName(name))
}
