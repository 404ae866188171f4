import { v7 as uuid } from 'uuid'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import { notFound, RequestError } from '../../platform/http/problem.ts'
import { changeStory } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import { isSceneOf } from '../scenes/read.ts'
import { inTrash, notInTrash } from '../trash.ts'

/** Puts a panel into the trash; its takes stay with it. */
export function deletePanel({ database, boardChanged }: StoryContext, projectId: string, id: string): Promise<void> {
  return changeStory(database, projectId, async tx => {
    const { numUpdatedRows } = await tx
      .updateTable('panel')
      .set(inTrash(uuid()))
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw notFound()
    await boardChanged(tx, projectId)
    await publish(tx, [projectTopic(projectId)], changed('panel', id, projectId))
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
