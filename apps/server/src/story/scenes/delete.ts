import { v7 as uuid } from 'uuid'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import { notFound, RequestError } from '../../platform/http/problem.ts'
import { changeStory } from '../change-story.ts'
import { isChapterOf } from '../chapters/read.ts'
import type { StoryContext } from '../context.ts'
import { inTrash, notInTrash } from '../trash.ts'

/** Puts a scene into the trash, and its panels with it. */
export function deleteScene({ database, boardChanged }: StoryContext, projectId: string, id: string): Promise<void> {
  return changeStory(database, projectId, async tx => {
    const deletion = inTrash(uuid())
    await tx.updateTable('panel').set(deletion).where('sceneId', '=', id).where('deletedAt', 'is', null).execute()
    const { numUpdatedRows } = await tx
      .updateTable('scene')
      .set(deletion)
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw notFound()
    await boardChanged(tx, projectId)
    await publish(tx, [projectTopic(projectId)], changed('scene', id, projectId))
  })
}

/** Brings a scene back with exactly the panels that went into the trash along with it. */
export function restoreScene({ database, boardChanged }: StoryContext, projectId: string, id: string): Promise<void> {
  return changeStory(database, projectId, async tx => {
    const { chapterId, deletionId } = await tx
      .selectFrom('scene')
      .select(['chapterId', 'deletionId'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow(notFound)
    if (deletionId === null) return
    if (!(await isChapterOf(tx, projectId, chapterId)))
      throw new RequestError('not-possible-now', 'The chapter of this scene lies in the trash; restore the chapter first.')
    await tx.updateTable('panel').set(notInTrash).where('sceneId', '=', id).where('deletionId', '=', deletionId).execute()
    await tx.updateTable('scene').set(notInTrash).where('id', '=', id).execute()
    await boardChanged(tx, projectId)
    await publish(tx, [projectTopic(projectId)], changed('scene', id, projectId))
  })
}
