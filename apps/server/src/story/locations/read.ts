import type { Location } from '@storycanvas/api'
import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import type { Reader } from '../../platform/database/database.ts'
import { notFound } from '../../platform/http/problem.ts'
import type { Grants } from '../../platform/media/grants.ts'
import { type CastQuery, type LocationRow, pageOfCast } from '../cast/pages.ts'
import { withReferences } from '../cast/references.ts'

export async function locationReplies(
  database: Reader,
  grants: Grants,
  projectId: string,
  rows: readonly LocationRow[],
): Promise<Location[]> {
  if (rows.length === 0) return []
  const counts = await sceneCounts(
    database,
    projectId,
    rows.map(({ id }) => id),
  )
  const shown = await withReferences(database, grants, rows)
  return shown.map(row => ({ ...row, sceneCount: counts.get(row.id) ?? 0 }))
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

type Parts = Pick<Context, 'database' | 'grants'>

export async function getLocation({ database, grants }: Parts, id: string): Promise<Location> {
  const row = await database.selectFrom('location').selectAll().where('id', '=', id).executeTakeFirstOrThrow(notFound)
  const [location] = await locationReplies(database, grants, row.projectId, [row])
  if (!location) throw notFound()
  return location
}

/** Locations of a project by name; `search` looks at name and description. */
export async function listLocations({ database, grants }: Parts, query: CastQuery) {
  const page = await pageOfCast(database, 'location', query)
  return { ...page, items: await locationReplies(database, grants, query.projectId, page.items) }
}
