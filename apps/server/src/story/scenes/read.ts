import type { Scene } from '@storycanvas/api'
import { type Selectable, sql } from 'kysely'
import type { Reader } from '../../platform/database/database.ts'
import { notFound } from '../../platform/http/problem.ts'
import { trashedCast, withoutTrashed } from '../cast/trashed.ts'
import type { StoryTables } from '../tables.ts'

export type SceneRow = Selectable<StoryTables['scene']>
/** What a scene's panels add up to. */
export type SceneLength = { durationMs: number; panelCount: number }

const empty: SceneLength = { durationMs: 0, panelCount: 0 }

/** Rows of one project as the API shows them, in a fixed number of queries. */
export async function sceneReplies(database: Reader, projectId: string, rows: readonly SceneRow[]): Promise<Scene[]> {
  if (rows.length === 0) return []
  const [lengths, trashed] = await Promise.all([
    lengthsOf(
      database,
      rows.map(({ id }) => id),
    ),
    trashedCast(database, projectId),
  ])
  return rows.map(row => sceneReply(row, lengths.get(row.id), trashed))
}

export function sceneReply(row: SceneRow, length: SceneLength = empty, trashed: ReadonlySet<string>): Scene {
  const locationId = row.locationId !== null && trashed.has(row.locationId) ? null : row.locationId
  return { ...row, locationId, characterIds: withoutTrashed(row.characterIds, trashed), ...length }
}

export async function getScene(database: Reader, id: string): Promise<Scene> {
  const row = await database.selectFrom('scene').selectAll().where('id', '=', id).executeTakeFirstOrThrow(notFound)
  const [scene] = await sceneReplies(database, row.projectId, [row])
  if (!scene) throw notFound()
  return scene
}

/** A scene in the trash counts the panels that went there with it. */
async function lengthsOf(database: Reader, sceneIds: string[]): Promise<Map<string, SceneLength>> {
  const { rows } = await sql<SceneLength & { sceneId: string }>`
    select p.scene_id, sum(p.duration_ms) as duration_ms, count(*) as panel_count
    from panel p join scene s on s.id = p.scene_id and s.id = any(${sceneIds}::uuid[])
    where p.scene_id = any(${sceneIds}::uuid[]) and (p.deleted_at is null or p.deletion_id = s.deletion_id)
    group by p.scene_id`.execute(database)
  return new Map(rows.map(({ sceneId, ...length }) => [sceneId, length]))
}

export async function isSceneOf(database: Reader, projectId: string, id: string): Promise<boolean> {
  const row = await database
    .selectFrom('scene')
    .select('id')
    .where('id', '=', id)
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
