import type { contract } from '@storycanvas/api'
import type { Handlers } from '../../platform/http/handlers.ts'
import { projectOf } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import { createChapter, updateChapter } from './change.ts'
import { deleteChapter, restoreChapter } from './delete.ts'
import { getChapter, listChapters } from './read.ts'

type Operations = 'createChapter' | 'listChapters' | 'getChapter' | 'updateChapter' | 'deleteChapter' | 'restoreChapter'

export function chapterRoutes(context: StoryContext): Handlers<Pick<typeof contract, Operations>> {
  const { database } = context
  return {
    createChapter: call => createChapter(context, projectOf(call), call.body),
    listChapters: async call => ({ items: await listChapters(database, projectOf(call), call.query.deleted) }),
    getChapter: ({ params }) => getChapter(database, params.id),
    updateChapter: call => updateChapter(context, projectOf(call), call.params.id, call.body),
    deleteChapter: call => deleteChapter(context, projectOf(call), call.params.id),
    restoreChapter: call => restoreChapter(context, projectOf(call), call.params.id),
  }
}
