import type { Chapter } from '@storycanvas/api'
import type { Reader } from '../../platform/database/database.ts'
import { notFound } from '../../platform/http/problem.ts'

/** Chapters in order, or those in the trash. */
export function listChapters(database: Reader, projectId: string, deleted: boolean): Promise<Chapter[]> {
  return database
    .selectFrom('chapter')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('deletedAt', deleted ? 'is not' : 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
}

export function getChapter(database: Reader, id: string): Promise<Chapter> {
  return database.selectFrom('chapter').selectAll().where('id', '=', id).executeTakeFirstOrThrow(notFound)
}

export async function isChapterOf(database: Reader, projectId: string, id: string): Promise<boolean> {
  const row = await database
    .selectFrom('chapter')
    .select('id')
    .where('id', '=', id)
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
