import { sql } from 'kysely'
import type { Reader } from '../../platform/database/database.ts'
import { invalidField, RequestError } from '../../platform/http/problem.ts'
import type { BoardPanel, BoardScene } from '../board/board.ts'
import { boardOf } from '../board/board.ts'

/** A panel on paper. `hash` names its picture in the store; null where nothing is drawn yet. */
export type Frame = { number: string; heading: string; panel: BoardPanel; hash: string | null }

/** More would be some hundred megabytes of paper. */
const most = 2000

/** Panels in story order, numbered within their scenes as the board does, with the small picture of each. */
export async function framesOf(database: Reader, projectId: string, sceneId?: string): Promise<Frame[]> {
  const board = await boardOf(database, projectId)
  const scenes = sceneId === undefined ? board : board.filter(({ id }) => id === sceneId.toLowerCase())
  if (sceneId !== undefined && scenes.length === 0) throw invalidField('sceneId', 'is no scene of this project')
  const count = scenes.reduce((sum, { panels }) => sum + panels.length, 0)
  if (count > most)
    throw new RequestError('too-large', `${count} panels do not fit into one document of at most ${most}; name a scene.`)
  const pictures = await picturesOf(database, scenes)
  return scenes.flatMap((scene, index) =>
    scene.panels.map((panel, at) => ({
      number: `${scene.number ?? board.indexOf(scenes[index] as BoardScene) + 1}.${at + 1}`,
      heading: scene.heading,
      panel,
      hash: (panel.chosenTakeId !== null && pictures.get(panel.chosenTakeId)) || null,
    })),
  )
}

async function picturesOf(database: Reader, scenes: readonly BoardScene[]): Promise<Map<string, string>> {
  const ids = scenes.flatMap(({ panels }) => panels.flatMap(({ chosenTakeId }) => chosenTakeId ?? []))
  const rows = await database
    .selectFrom('take')
    .select(['id', 'thumbnailHash'])
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('deletedAt', 'is', null)
    .execute()
  return new Map(rows.map(({ id, thumbnailHash }) => [id, thumbnailHash]))
}
