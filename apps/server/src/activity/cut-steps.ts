import type { Tx } from '../platform/database/database.ts'
import { entryOf, takesBack } from './entries.ts'

type Step = { id: string; label: string }

/** Writes a step of editing the cut down; the step keeps by itself what it changed. */
export async function noteStep(tx: Tx, projectId: string, step: Step): Promise<void> {
  const entryId = await noteCut(tx, projectId, step)
  if (entryId) await tx.updateTable('activity').set({ stepId: step.id }).where('id', '=', entryId).execute()
}

/** Writes down that a step was taken back, or made again. */
export async function noteTakenBack(tx: Tx, projectId: string, step: Step, way: 'undo' | 'redo'): Promise<void> {
  const made = await tx.selectFrom('activity').select('id').where('stepId', '=', step.id).executeTakeFirst()
  const entryId = await noteCut(tx, projectId, step)
  if (made && entryId) await takesBack(tx, entryId, made.id, way)
}

async function noteCut(tx: Tx, projectId: string, { id, label }: Step): Promise<string | null> {
  const entryId = await entryOf(tx, projectId)
  if (entryId)
    await tx
      .insertInto('activityPart')
      .values({ activityId: entryId, kind: 'cut', verb: 'changed', count: 1, objectId: id, name: label, fields: [] })
      .onConflict(conflict => conflict.doNothing())
      .execute()
  return entryId
}
