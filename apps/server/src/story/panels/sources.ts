import { sql } from 'kysely'
import type { Reader } from '../../platform/database/database.ts'
import { trashedCast, withoutTrashed } from '../cast/trashed.ts'

/** What a clip that shows a panel takes from it. */
export type PanelSource = {
  id: string
  sceneId: string
  imagePrompt: string
  videoPrompt: string
  negativePrompt: string
  characterIds: string[]
}

/** A panel of the project that is not in the trash, or null. */
export async function panelSource(database: Reader, projectId: string, panelId: string): Promise<PanelSource | null> {
  const panel = await database
    .selectFrom('panel')
    .select(['id', 'sceneId', 'imagePrompt', 'videoPrompt', 'negativePrompt', 'characterIds'])
    .where('id', '=', panelId)
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!panel) return null
  return { ...panel, characterIds: withoutTrashed(panel.characterIds, await trashedCast(database, projectId)) }
}

/** The takes that panels show, by panel; panels in the trash show none. */
export async function shownTakeIds(database: Reader, panelIds: readonly string[]): Promise<Map<string, string>> {
  if (panelIds.length === 0) return new Map()
  const rows = await database
    .selectFrom('panel')
    .select(['id', 'chosenTakeId'])
    .where(sql<boolean>`id = any(${panelIds}::uuid[])`)
    .where('deletedAt', 'is', null)
    .where('chosenTakeId', 'is not', null)
    .execute()
  return new Map(rows.map(({ id, chosenTakeId }) => [id, chosenTakeId as string]))
}
