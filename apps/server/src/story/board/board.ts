import type { CameraMove, CutStyle, DialogueLine, ShotSize } from '@storycanvas/api'
import type { Reader } from '../../platform/database/database.ts'
import { trashedCast, withoutTrashed } from '../cast/trashed.ts'

export type BoardPanel = {
  id: string
  sceneId: string
  description: string
  dialogue: DialogueLine[]
  shotSize: ShotSize
  cameraMove: CameraMove
  characterIds: string[]
  imagePrompt: string
  videoPrompt: string
  negativePrompt: string
  durationMs: number
  /** How the panel hands over to the next one. */
  transition: CutStyle
  chosenTakeId: string | null
}

export type BoardScene = {
  id: string
  chapterId: string
  chapterTitle: string
  number: string | null
  heading: string
  /** How the scene hands over to the next one. */
  transition: CutStyle
  panels: BoardPanel[]
}

/** Scenes and panels of a project in story order, as the cut follows them; scenes without panels are there too. */
export async function boardOf(database: Reader, projectId: string): Promise<BoardScene[]> {
  const [scenes, panels, trashed] = await Promise.all([
    scenesOf(database, projectId),
    panelsOf(database, projectId),
    trashedCast(database, projectId),
  ])
  const ofScene = Map.groupBy(
    panels.map(panel => ({ ...panel, characterIds: withoutTrashed(panel.characterIds, trashed) })),
    ({ sceneId }) => sceneId,
  )
  return scenes.map(scene => ({ ...scene, panels: ofScene.get(scene.id) ?? [] }))
}

async function scenesOf(database: Reader, projectId: string): Promise<Omit<BoardScene, 'panels'>[]> {
  return database
    .selectFrom('scene as s')
    .innerJoin('chapter as c', 'c.id', 's.chapterId')
    .select(['s.id', 's.chapterId', 'c.title as chapterTitle', 's.number', 's.heading', 's.transition'])
    .where('s.projectId', '=', projectId)
    .where('s.deletedAt', 'is', null)
    .orderBy('c.position')
    .orderBy('c.id')
    .orderBy('s.position')
    .orderBy('s.id')
    .execute()
}

async function panelsOf(database: Reader, projectId: string): Promise<BoardPanel[]> {
  return database
    .selectFrom('panel')
    .select(['id', 'sceneId', 'description', 'dialogue', 'shotSize', 'cameraMove', 'characterIds', 'durationMs', 'transition'])
    .select(['imagePrompt', 'videoPrompt', 'negativePrompt', 'chosenTakeId'])
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .orderBy('sceneId')
    .orderBy('position')
    .orderBy('id')
    .execute()
}
