import type { Reader } from '../../platform/database/database.ts'
import { invalidField } from '../../platform/http/problem.ts'
import { boardOf } from '../../story/board/board.ts'

export type Ties = { sceneId: string | null; panelId: string | null }

/**
 * The scene and panel that a clip is to be tied to, checked to lie in its project. A panel brings its scene along; undefined
 * says that no scene was asked for.
 */
export async function checkedTies(
  database: Reader,
  projectId: string,
  { sceneId, panelId }: { sceneId: string | null | undefined; panelId: string | null },
): Promise<Ties> {
  if (!sceneId && panelId === null) return { sceneId: null, panelId: null }
  const board = await boardOf(database, projectId)
  const scene = sceneId ? board.find(({ id }) => id === sceneId.toLowerCase()) : undefined
  if (sceneId && !scene) throw invalidField('sceneId', 'is not a scene of this project')
  if (panelId === null) return { sceneId: scene?.id ?? null, panelId: null }
  const panel = board.flatMap(({ panels }) => panels).find(({ id }) => id === panelId.toLowerCase())
  if (!panel) throw invalidField('panelId', 'is not a panel of this project')
  if (scene && panel.sceneId !== scene.id) throw invalidField('panelId', 'is not a panel of that scene')
  return { sceneId: panel.sceneId, panelId: panel.id }
}
