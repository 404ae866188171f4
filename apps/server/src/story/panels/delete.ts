import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import { invalidField, notFound, RequestError } from '../../platform/http/problem.ts'
import { changeStory } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import { isSceneOf } from '../scenes/read.ts'
import { inTrash, notInTrash } from '../trash.ts'

/** Puts a panel into the trash; its takes stay with it. */
export const deletePanel = (context: StoryContext, projectId: string, id: string): Promise<void> =>
  trash(context, projectId, [id], () => {
    throw notFound()
  })

/** Puts many panels of one project into the trash, all of them or none. */
export const deletePanels = (context: StoryContext, projectId: string, panelIds: readonly string[]): Promise<void> =>
  trash(context, projectId, [...new Set(panelIds.map(id => id.toLowerCase()))], () => {
    throw invalidField('panelIds', 'names a panel that is not in this project')
  })

function trash({ database, boardChanged }: StoryContext, projectId: string, ids: readonly string[], refuse: () => never) {
  return changeStory(database, projectId, async tx => {
    const { numUpdatedRows } = await tx
      .updateTable('panel')
      .set(inTrash(uuid()))
      .where(sql<boolean>`id = any(${ids}::uuid[])`)
      .where('projectId', '=', projectId)
      .where('deletedAt', 'is', null)
      .executeTakeFirst()
    if (Number(numUpdatedRows) < ids.length) refuse()
    await boardChanged(tx, projectId)
    const [one = projectId] = ids
    await publish(
      tx,
      [projectTopic(projectId)],
      ids.length === 1 ? changed('panel', one, projectId) : changed('project', projectId, projectId),
    )
  })
}

export function restorePanel({ database, boardChanged }: StoryContext, projectId: string, id: string): Promise<void> {
  return changeStory(database, projectId, async tx => {
    const { sceneId, deletionId } = await tx
      .selectFrom('panel')
      .select(['sceneId', 'deletionId'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow(notFound)
    if (deletionId === null) return
    if (!(await isSceneOf(tx, projectId, sceneId)))
      throw new RequestError('not-possible-now', 'The scene of this panel lies in the trash; restore the scene first.')
    await tx.updateTable('panel').set(notInTrash).where('id', '=', id).execute()
    await boardChanged(tx, projectId)
    await publish(tx, [projectTopic(projectId)], changed('panel', id, projectId))
  })
}
