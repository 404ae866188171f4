import type { Chapter } from '@storycanvas/api'
import { v7 as uuid } from 'uuid'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import { notFound } from '../../platform/http/problem.ts'
import { changeStory } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import { inTrash, notInTrash } from '../trash.ts'
import { getChapter } from './read.ts'

/** Puts a chapter into the trash, and its scenes and panels with it. */
export function deleteChapter({ database, boardChanged }: StoryContext, projectId: string, id: string): Promise<void> {
  return changeStory(database, projectId, async tx => {
    const deletion = inTrash(uuid())
    const scenes = tx.selectFrom('scene').select('id').where('chapterId', '=', id)
    await tx.updateTable('panel').set(deletion).where('sceneId', 'in', scenes).where('deletedAt', 'is', null).execute()
    await tx.updateTable('scene').set(deletion).where('chapterId', '=', id).where('deletedAt', 'is', null).execute()
    const { numUpdatedRows } = await tx
      .updateTable('chapter')
      .set(deletion)
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw notFound()
    await boardChanged(tx, projectId)
    await publish(tx, [projectTopic(projectId)], changed('chapter', id, projectId))
  })
}

/** Brings a chapter back with exactly what went into the trash along with it. */
export function restoreChapter({ database, boardChanged }: StoryContext, projectId: string, id: string): Promise<Chapter> {
  return changeStory(database, projectId, async tx => {
    const { deletionId } = await tx
      .selectFrom('chapter')
      .select('deletionId')
      .where('id', '=', id)
      .executeTakeFirstOrThrow(notFound)
    if (deletionId !== null) {
      const scenes = tx.selectFrom('scene').select('id').where('chapterId', '=', id)
      await tx.updateTable('panel').set(notInTrash).where('sceneId', 'in', scenes).where('deletionId', '=', deletionId).execute()
      await tx.updateTable('scene').set(notInTrash).where('chapterId', '=', id).where('deletionId', '=', deletionId).execute()
      await tx.updateTable('chapter').set(notInTrash).where('id', '=', id).execute()
      await boardChanged(tx, projectId)
      await publish(tx, [projectTopic(projectId)], changed('chapter', id, projectId))
    }
    return getChapter(tx, id)
  })
}
