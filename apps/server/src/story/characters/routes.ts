import type { contract } from '@storycanvas/api'
import type { Handlers } from '../../platform/http/handlers.ts'
import { projectOf } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import { createCharacter, deleteCharacter, restoreCharacter, updateCharacter } from './change.ts'
import { getCharacter, listCharacters } from './read.ts'

type Operations =
  | 'createCharacter'
  | 'listCharacters'
  | 'getCharacter'
  | 'updateCharacter'
  | 'deleteCharacter'
  | 'restoreCharacter'

export function characterRoutes({ database }: StoryContext): Handlers<Pick<typeof contract, Operations>> {
  return {
    createCharacter: async call => getCharacter(database, (await createCharacter(database, projectOf(call), call.body)).id),
    listCharacters: ({ query }) => listCharacters(database, query),
    getCharacter: ({ params }) => getCharacter(database, params.id),
    updateCharacter: async call => {
      await updateCharacter(database, projectOf(call), call.params.id, call.body)
      return getCharacter(database, call.params.id)
    },
    deleteCharacter: async call => {
      await deleteCharacter(database, projectOf(call), call.params.id)
    },
    restoreCharacter: async call => {
      await restoreCharacter(database, projectOf(call), call.params.id)
      return getCharacter(database, call.params.id)
    },
  }
}
