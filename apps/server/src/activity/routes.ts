import type { contract } from '@storycanvas/api'
import type { Handlers } from '../platform/http/handlers.ts'
import { getActivity, listActivity } from './list.ts'
import { lastOwn, lastTakenBack } from './own.ts'
import { type ActivityContext, takeBack } from './take-back.ts'

type Operations = 'listActivity' | 'undoActivity' | 'redoActivity' | 'undoOwn' | 'redoOwn'

/** The room of what has happened in a project, and of taking it back. */
export function activityRoutes(context: ActivityContext): Handlers<Pick<typeof contract, Operations>> {
  const { database } = context
  return {
    listActivity: ({ params, query }) => listActivity(database, params.id, query),
    undoActivity: async ({ params, actor }) => {
      const who = { projectId: params.id, accountId: actor.id }
      return getActivity(database, await takeBack(context, who, 'undo', async () => params.entryId))
    },
    redoActivity: async ({ params, actor }) => {
      const who = { projectId: params.id, accountId: actor.id }
      return getActivity(database, await takeBack(context, who, 'redo', async () => params.entryId))
    },
    undoOwn: async ({ params, actor }) => {
      const who = { projectId: params.id, accountId: actor.id }
      return getActivity(database, await takeBack(context, who, 'undo', tx => lastOwn(tx, who)))
    },
    redoOwn: async ({ params, actor }) => {
      const who = { projectId: params.id, accountId: actor.id }
      return getActivity(database, await takeBack(context, who, 'redo', tx => lastTakenBack(tx, who)))
    },
  }
}
