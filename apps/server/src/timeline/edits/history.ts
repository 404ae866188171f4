import type { TimelineStep } from '@storycanvas/api'
import { type Selectable, sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { noteStep } from '../../activity/cut-steps.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import type { AccountActor } from '../../platform/policy/actor.ts'
import { projectOf } from '../../story/change-story.ts'
import type { Pair } from './overlaps.ts'
import type { TimelineTables } from '../tables.ts'
import type { CutDifference } from './states.ts'

/** Whose history it is: everybody takes back what they did themselves. */
export type Editor = { projectId: string; accountId: string }

export const editorOf = (call: { project: { id: string } | null; actor: AccountActor }): Editor => ({
  projectId: projectOf(call),
  accountId: call.actor.id,
})

/** So many of their latest steps a person can take back. */
const longestHistory = 200

export type KeptStep = { id: string; label: string; difference: CutDifference; overlaps: Pair[] }

/** Keeps a step; what its maker had taken back before can no longer be made again. */
export async function keepStep(
  tx: Tx,
  { projectId, accountId }: Editor,
  step: { revision: number; label: string; difference: CutDifference; overlaps: readonly Pair[] },
): Promise<void> {
  const id = uuid()
  await tx
    .insertInto('timelineEdit')
    .values({
      id,
      projectId,
      accountId,
      revision: step.revision,
      label: step.label,
      before: JSON.stringify(step.difference.before),
      after: JSON.stringify(step.difference.after),
      allowedOverlaps: JSON.stringify(step.overlaps),
      undoneAt: null,
    })
    .execute()
  await sql`
    delete from timeline_edit where project_id = ${projectId} and account_id = ${accountId} and (undone_at is not null or revision < (
      select min(revision) from (
        select revision from timeline_edit where project_id = ${projectId} and account_id = ${accountId}
        order by revision desc limit ${longestHistory}) kept))`.execute(tx)
  await noteStep(tx, projectId, { id, label: step.label })
}

/** Steps of before a change after which frames no longer mean what they did. */
export async function forgetSteps(tx: Tx, projectId: string): Promise<void> {
  await tx.deleteFrom('timelineEdit').where('projectId', '=', projectId).execute()
}

/** The step that a person would take back now, or make again. */
export async function nextStep(tx: Tx, editor: Editor, way: 'undo' | 'redo'): Promise<KeptStep | null> {
  const row = await inTurn(tx, editor, way).select(stepColumns).executeTakeFirst()
  return row ? stepOf(row) : null
}

/** A step of anybody, as long as it is kept. */
export async function keptStep(tx: Tx, projectId: string, id: string): Promise<KeptStep | null> {
  const kept = tx.selectFrom('timelineEdit').where('projectId', '=', projectId).where('id', '=', id)
  const row = await kept.select(stepColumns).executeTakeFirst()
  return row ? stepOf(row) : null
}

const stepColumns = ['id', 'label', 'before', 'after', 'allowedOverlaps'] as const

function stepOf({
  id,
  label,
  before,
  after,
  allowedOverlaps,
}: Pick<Selectable<TimelineTables['timelineEdit']>, (typeof stepColumns)[number]>) {
  return { id, label, difference: { before, after } as CutDifference, overlaps: allowedOverlaps }
}

export async function markStep(tx: Tx, id: string, way: 'undo' | 'redo'): Promise<void> {
  await tx
    .updateTable('timelineEdit')
    .set({ undoneAt: way === 'undo' ? sql<string>`now()` : null })
    .where('id', '=', id)
    .execute()
}

/** What a person can take back now, and make again. */
export async function turnsOf(database: Reader, editor: Editor): Promise<Pick<TimelineStep, 'undo' | 'redo'>> {
  const label = async (way: 'undo' | 'redo') => (await inTurn(database, editor, way).select('label').executeTakeFirst()) ?? null
  return { undo: await label('undo'), redo: await label('redo') }
}

/** Steps are taken back from the last one on, and made again from the one taken back last. */
const inTurn = (database: Reader, { projectId, accountId }: Editor, way: 'undo' | 'redo') =>
  database
    .selectFrom('timelineEdit')
    .where('projectId', '=', projectId)
    .where('accountId', '=', accountId)
    .where('undoneAt', way === 'undo' ? 'is' : 'is not', null)
    .orderBy('revision', way === 'undo' ? 'desc' : 'asc')
    .limit(1)
