import type { contract } from '@storycanvas/api'
import type { Handlers } from '../../platform/http/handlers.ts'
import { projectOf } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import { makePanelsOfScene, planScene } from '../import/scene-plan.ts'
import { createScene, updateScene } from './change.ts'
import { deleteScene, restoreScene } from './delete.ts'
import { listScenes } from './list.ts'
import { getScene } from './read.ts'

type Planned = 'planScenePanels' | 'makeScenePanels'
type Operations = 'createScene' | 'listScenes' | 'getScene' | 'updateScene' | 'deleteScene' | 'restoreScene' | Planned

export function sceneRoutes(context: StoryContext): Handlers<Pick<typeof contract, Operations>> {
  const { database } = context
  return {
    createScene: async call => getScene(database, (await createScene(context, projectOf(call), call.body)).id),
    listScenes: ({ query }) => listScenes(database, query),
    getScene: ({ params }) => getScene(database, params.id),
    updateScene: async call => {
      await updateScene(context, projectOf(call), call.params.id, call.body)
      return getScene(database, call.params.id)
    },
    planScenePanels: ({ params, body }) => planScene(database, params.id, body.text),
    makeScenePanels: call => makePanelsOfScene(context, projectOf(call), call.params.id, call.body.text),
    deleteScene: call => deleteScene(context, projectOf(call), call.params.id),
    restoreScene: async call => {
      await restoreScene(context, projectOf(call), call.params.id)
      return getScene(database, call.params.id)
    },
  }
}
