import type { contract } from '@storycanvas/api'
import type { Context } from '../../context.ts'
import type { Handlers } from '../../platform/http/handlers.ts'
import { projectOf } from '../../story/change-story.ts'
import { cancelRender } from './cancel.ts'
import { createRender } from './create.ts'
import { renderJob } from './job.ts'
import { getRenderPreview } from './preview.ts'
import { getRender, listRenders, type VideosOf } from './read.ts'

export type RenderOperations = 'createRender' | 'listRenders' | 'getRender' | 'getRenderPreview' | 'cancelRender'

export function renderRoutes(parts: Context & { videosOf: VideosOf }): Handlers<Pick<typeof contract, RenderOperations>> {
  const definition = renderJob(parts)
  return {
    createRender: async call => {
      const target = { projectId: projectOf(call), accountId: call.actor.id }
      return getRender(parts, await createRender(parts, definition, target, call.body))
    },
    listRenders: ({ params, query }) => listRenders(parts, params.id, query),
    getRender: ({ params }) => getRender(parts, params.id),
    getRenderPreview: ({ params }) => getRenderPreview(parts, params),
    cancelRender: async ({ params }) => {
      await cancelRender(parts, params.id)
      return getRender(parts, params.id)
    },
  }
}
