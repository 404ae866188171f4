import type { contract } from '@storycanvas/api'
import type { Handlers } from '../../platform/http/handlers.ts'
import { projectOf } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import { promptOf } from '../pictures/prompt.ts'
import { createLocation, deleteLocation, restoreLocation, updateLocation } from './change.ts'
import { getLocation, listLocations } from './read.ts'

type Operations =
  | 'createLocation'
  | 'listLocations'
  | 'getLocation'
  | 'updateLocation'
  | 'deleteLocation'
  | 'restoreLocation'
  | 'getLocationPrompt'

export function locationRoutes(context: StoryContext): Handlers<Pick<typeof contract, Operations>> {
  const { database } = context
  return {
    createLocation: async call => {
      const { id } = await createLocation(database, call.actor.id, projectOf(call), call.body)
      return getLocation(context, id)
    },
    listLocations: ({ query }) => listLocations(context, query),
    getLocationPrompt: ({ params }) => promptOf(database, params.id),
    getLocation: ({ params }) => getLocation(context, params.id),
    updateLocation: async call => {
      await updateLocation(database, call.actor.id, projectOf(call), call.params.id, call.body)
      return getLocation(context, call.params.id)
    },
    deleteLocation: async call => {
      await deleteLocation(database, projectOf(call), call.params.id)
    },
    restoreLocation: async call => {
      await restoreLocation(database, projectOf(call), call.params.id)
      return getLocation(context, call.params.id)
    },
  }
}
