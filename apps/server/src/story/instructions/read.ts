import type { Instruction } from '@storycanvas/api'
import type { Reader } from '../../platform/database/database.ts'

/** Standing directions in order, or those in the trash. */
export function listInstructions(database: Reader, projectId: string, deleted: boolean): Promise<Instruction[]> {
  return database
    .selectFrom('instruction')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('deletedAt', deleted ? 'is not' : 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
}
