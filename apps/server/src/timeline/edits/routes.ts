import type { contract } from '@storycanvas/api'
import type { Context } from '../../context.ts'
import type { Handlers } from '../../platform/http/handlers.ts'
import { projectOf } from '../../story/change-story.ts'
import { editTimeline } from './edit-timeline.ts'
import { editorOf } from './history.ts'
import { readTimeline } from './read-timeline.ts'
import { takeBack } from './take-back.ts'

export type EditOperations = 'getTimeline' | 'editTimeline' | 'undoTimeline' | 'redoTimeline'

export function editRoutes({ database, grants }: Context): Handlers<Pick<typeof contract, EditOperations>> {
  return {
    getTimeline: ({ params, actor }) => readTimeline({ database, grants }, params.id, actor.kind === 'account' ? actor.id : null),
    editTimeline: call => editTimeline(database, projectOf(call), call.actor, call.body),
    undoTimeline: call => takeBack(database, editorOf(call), 'undo'),
    redoTimeline: call => takeBack(database, editorOf(call), 'redo'),
  }
}
