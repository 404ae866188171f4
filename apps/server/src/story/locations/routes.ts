import type { contract } from '@storycanvas/api'
import type { Handlers } from '../../platform/http/handlers.ts'
import { projectOf } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import { createLocation, deleteLocation, restoreLocation, updateLocation } from './change.ts'
import { getLocation, listLocations } from './read.ts'

type Operations = 'createLocation' | 'listLocations' | 'getLocation' | 'updateLocation' | 'deleteLocation' | 'restoreLocation'

export function locationRoutes({ database }: StoryContext): Handlers<Pick<typeof contract, Operations>> {
  return {
    createLocation: async call => getLocation(database, (await createLocation(database, projectOf(call), call.body)).id),
    listLocations: ({ query }) => listLocations(database, query),
    getLocation: ({ params }) => getLocation(database, params.id),
    updateLocation: async call => {
      await updateLocation(database, projectOf(call), call.params.id, call.body)
      return getLocation(database, call.params.id)
    },
    deleteLocation: async call => {
      await deleteLocation(database, projectOf(call), call.params.id)
    },
    restoreLocation: async call => {
      await restoreLocation(database, projectOf(call), call.params.id)
      return getLocation(database, call.params.id)
    },
  }
}
