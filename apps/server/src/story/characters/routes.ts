import type { contract } from '@storycanvas/api'
import type { Handlers } from '../../platform/http/handlers.ts'
import { projectOf } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import { promptOf } from '../pictures/prompt.ts'
import { createCharacter, deleteCharacter, restoreCharacter, updateCharacter } from './change.ts'
import { getCharacter, listCharacters } from './read.ts'

type Operations =
  | 'createCharacter'
  | 'listCharacters'
  | 'getCharacter'
  | 'updateCharacter'
  | 'deleteCharacter'
  | 'restoreCharacter'
  | 'getCharacterPrompt'

export function characterRoutes(context: StoryContext): Handlers<Pick<typeof contract, Operations>> {
  const { database } = context
  return {
    createCharacter: async call => {
      const { id } = await createCharacter(database, call.actor.id, projectOf(call), call.body)
      return getCharacter(context, id)
    },
    listCharacters: ({ query }) => listCharacters(context, query),
    getCharacterPrompt: ({ params }) => promptOf(database, params.id),
    getCharacter: ({ params }) => getCharacter(context, params.id),
    updateCharacter: async call => {
      await updateCharacter(database, call.actor.id, projectOf(call), call.params.id, call.body)
      return getCharacter(context, call.params.id)
    },
    deleteCharacter: async call => {
      await deleteCharacter(database, projectOf(call), call.params.id)
    },
    restoreCharacter: async call => {
      await restoreCharacter(database, projectOf(call), call.params.id)
      return getCharacter(context, call.params.id)
    },
  }
}
