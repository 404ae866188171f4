import type { CameraAngle, CameraMove, CutStyle, Framing, ShotSize } from '@storycanvas/api'
import { sql } from 'kysely'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import type { Tx } from '../../platform/database/database.ts'
import { definedOnly } from '../../platform/database/patch.ts'
import { invalidField } from '../../platform/http/problem.ts'
import { namedCharacters, requireCharacters } from '../cast/members.ts'
import { changeStory } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import { positionsAfter } from '../order/position.ts'
import { isSceneOf } from '../scenes/read.ts'

type Change = {
  shotSize?: ShotSize | undefined
  framing?: Framing | undefined
  angle?: CameraAngle | undefined
  lensMm?: number | null | undefined
  cameraMove?: CameraMove | undefined
  characterIds?: string[] | undefined
  durationMs?: number | undefined
  transition?: CutStyle | undefined
  sceneId?: string | undefined
  after?: string | null | undefined
}

/**
 * Gives many panels of one project the same values, or puts them one behind the other into one place, all of them or none;
 * a fixed number of statements however many they are.
 */
export function updatePanels(
  { database, boardChanged }: StoryContext,
  projectId: string,
  panelIds: readonly string[],
  { sceneId, after, ...change }: Change,
): Promise<void> {
  const ids = [...new Set(panelIds.map(id => id.toLowerCase()))]
  return changeStory(database, projectId, async tx => {
    await requireCharacters(tx, projectId, namedCharacters(change.characterIds))
    const rows = await tx
      .updateTable('panel')
      .set({ ...definedOnly(change), updatedAt: sql<string>`now()` })
      .where(sql<boolean>`id = any(${ids}::uuid[])`)
      .where('projectId', '=', projectId)
      .where('deletedAt', 'is', null)
      .returning('id')
      .execute()
    if (rows.length < ids.length) throw invalidField('panelIds', 'names a panel that is not in this project')
    if (sceneId !== undefined) await place(tx, projectId, ids, sceneId, after)
    if (sceneId !== undefined || change.durationMs !== undefined || change.transition !== undefined)
      await boardChanged(tx, projectId)
    await publish(tx, [projectTopic(projectId)], changed('project', projectId, projectId))
  })
}

async function place(tx: Tx, projectId: string, ids: readonly string[], sceneId: string, after: string | null | undefined) {
  if (!(await isSceneOf(tx, projectId, sceneId))) throw invalidField('sceneId', 'is not a scene of this project')
  if (after && ids.includes(after.toLowerCase())) throw invalidField('after', 'is one of the panels that are moved')
  const positions = await positionsAfter(tx, 'panel', sceneId, after, ids.length)
  await sql`
    update panel set scene_id = ${sceneId}, position = place.position
    from unnest(${ids}::uuid[], ${positions}::text[]) place (id, position) where panel.id = place.id`.execute(tx)
}
