import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { createComment, deleteComment, resolveComment, updateComment } from './change.ts'
import { getComment, listComments } from './read.ts'

type Operations = 'listComments' | 'createComment' | 'updateComment' | 'resolveComment' | 'deleteComment'

/** The room of what people say to each other about a film in the making. */
export function commentRoutes({ database }: Pick<Context, 'database'>): Handlers<Pick<typeof contract, Operations>> {
  return {
    listComments: ({ params, query, actor }) => {
      const mentioned = query.mentioned && actor.kind === 'account' ? actor.id : null
      return listComments(database, params.id, { ...query, mentioned })
    },
    createComment: async ({ params, actor, body }) =>
      getComment(database, params.id, await createComment(database, params.id, actor.id, body)),
    updateComment: async ({ params, actor, body }) => {
      await updateComment(database, params.id, actor.id, params.commentId, body.text)
      return getComment(database, params.id, params.commentId)
    },
    resolveComment: async ({ params, body }) => {
      await resolveComment(database, params.id, params.commentId, body.resolved)
      return getComment(database, params.id, params.commentId)
    },
    deleteComment: ({ params, actor, project }) =>
      deleteComment(database, params.id, { accountId: actor.id, role: project?.role ?? 'viewer' }, params.commentId),
  }
}
