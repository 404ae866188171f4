import type { contract } from '@storycanvas/api'
import type { Handlers } from '../../platform/http/handlers.ts'
import { projectOf } from '../change-story.ts'
import type { StoryContext } from '../context.ts'
import { createInstruction, deleteInstruction, restoreInstruction, updateInstruction } from './change.ts'
import { listInstructions } from './read.ts'

type Operations = 'createInstruction' | 'listInstructions' | 'updateInstruction' | 'deleteInstruction' | 'restoreInstruction'

export function instructionRoutes({ database }: StoryContext): Handlers<Pick<typeof contract, Operations>> {
  return {
    createInstruction: call => createInstruction(database, projectOf(call), call.body),
    listInstructions: async call => ({ items: await listInstructions(database, projectOf(call), call.query.deleted) }),
    updateInstruction: call => updateInstruction(database, projectOf(call), call.params.id, call.body),
    deleteInstruction: async call => {
      await deleteInstruction(database, projectOf(call), call.params.id)
    },
    restoreInstruction: call => restoreInstruction(database, projectOf(call), call.params.id),
  }
}
