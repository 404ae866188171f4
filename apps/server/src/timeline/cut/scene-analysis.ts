import type { TimelineAnalysis } from '@storycanvas/api'
import type { z } from 'zod'
import type { Database } from '../../platform/database/database.ts'
import { readProject } from '../../projects/read.ts'
import { boardOf } from '../../story/board/board.ts'
import { speakingMs } from '../assembly/speech.ts'
import { analyse } from './analyse.ts'

/** How a scene stands in the cut, and how long its dialogue takes to speak. */
export async function analyseScene(
  database: Database,
  projectId: string,
  sceneId: string,
): Promise<z.output<typeof TimelineAnalysis>> {
  const id = sceneId.toLowerCase()
  const { rateNum, rateDen } = await readProject(database, projectId)
  const board = await boardOf(database, projectId)
  const panels = new Map(board.flatMap(scene => scene.panels.map(panel => [panel.id, panel] as const)))
  const clips = await database
    .selectFrom('clip')
    .select(['id', 'sceneId', 'panelId', 'track', 'startFrame', 'durationFrames'])
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .execute()
  const cut = clips.map(clip => ({ ...clip, shotSize: panels.get(clip.panelId ?? '')?.shotSize ?? null }))
  const shown = new Set(clips.filter(clip => clip.sceneId === id).flatMap(clip => panels.get(clip.panelId ?? '') ?? []))
  const dialogueMs = [...shown]
    .flatMap(({ dialogue }) => dialogue)
    .filter(({ text }) => text.trim() !== '')
    .reduce((sum, { text }) => sum + speakingMs(text), 0)
  return { sceneId: id, ...analyse(cut, id, { num: rateNum, den: rateDen }), dialogueMs }
}
