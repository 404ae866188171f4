import type { Location } from '@storycanvas/api'
import { type Selectable, sql } from 'kysely'
import type { Database, Reader } from '../../platform/database/database.ts'
import { pageOf, readCursor } from '../../platform/database/page.ts'
import { notFound } from '../../platform/http/problem.ts'
import { keyOfName, nameOfKey } from '../cast/name-key.ts'
import { containing } from '../../platform/database/containing.ts'
import type { StoryTables } from '../tables.ts'

export type LocationRow = Selectable<StoryTables['location']>

export async function locationReplies(database: Reader, projectId: string, rows: readonly LocationRow[]): Promise<Location[]> {
  if (rows.length === 0) return []
  const counts = await sceneCounts(
    database,
    projectId,
    rows.map(({ id }) => id),
  )
  return rows.map(row => ({ ...row, sceneCount: counts.get(row.id) ?? 0 }))
}

/** How many scenes play at each location. */
async function sceneCounts(database: Reader, projectId: string, ids: string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; scenes: number }>`
    select location_id as id, count(*) as scenes from scene
    where project_id = ${projectId} and location_id = any(${ids}::uuid[]) and deleted_at is null group by location_id`.execute(
    database,
  )
  return new Map(rows.map(({ id, scenes }) => [id, scenes]))
}

export async function getLocation(database: Reader, id: string): Promise<Location> {
  const row = await database.selectFrom('location').selectAll().where('id', '=', id).executeTakeFirstOrThrow(notFound)
  const [location] = await locationReplies(database, row.projectId, [row])
  if (!location) throw notFound()
  return location
}

/** All locations of a project that are not in the trash, by name. */
export async function allLocations(database: Reader, projectId: string): Promise<LocationRow[]> {
  return database
    .selectFrom('location')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute()
}

type Query = { projectId: string; search?: string | undefined; deleted: boolean; limit: number; cursor?: string | undefined }

/** Locations of a project by name; `search` looks at name and description. */
export async function listLocations(database: Database, { projectId, search, deleted, limit, cursor }: Query) {
  const start = readCursor(cursor)
  let select = database
    .selectFrom('location')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('deletedAt', deleted ? 'is not' : 'is', null)
    .orderBy('name')
    .orderBy('id')
    .limit(limit + 1)
  if (search) {
    const pattern = containing(search)
    select = select.where(some => some.or([some('name', 'ilike', pattern), some('description', 'ilike', pattern)]))
  }
  if (start) select = select.where(sql<boolean>`(name, id) > (${nameOfKey(start.key)}, ${start.id}::uuid)`)
  const page = pageOf(await select.execute(), limit, ({ name }) => keyOfName(name))
  return { ...page, items: await locationReplies(database, projectId, page.items) }
}
