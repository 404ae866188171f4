import type { CameraAngle, CameraMove, CutStyle, Framing, ShotSize } from '@storycanvas/api'
import { sql } from 'kysely'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import { definedOnly } from '../../platform/database/patch.ts'
import { invalidField } from '../../platform/http/problem.ts'
import { namedCharacters, requireCharacters } from '../cast/members.ts'
import { changeStory } from '../change-story.ts'
import type { StoryContext } from '../context.ts'

type Change = {
  shotSize?: ShotSize | undefined
  framing?: Framing | undefined
  angle?: CameraAngle | undefined
  lensMm?: number | null | undefined
  cameraMove?: CameraMove | undefined
  characterIds?: string[] | undefined
  durationMs?: number | undefined
  transition?: CutStyle | undefined
}

/** Gives many panels of one project the same values, all of them or none; one statement however many they are. */
export function updatePanels(
  { database, boardChanged }: StoryContext,
  projectId: string,
  panelIds: readonly string[],
  change: Change,
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
    if (change.durationMs !== undefined || change.transition !== undefined) await boardChanged(tx, projectId)
    await publish(tx, [projectTopic(projectId)], changed('project', projectId, projectId))
  })
}
