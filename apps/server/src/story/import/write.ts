import { sql } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import { storedDialogue } from '../panels/dialogue.ts'
import type { ExistingScene } from './existing.ts'
import type { ImportPlan } from './plan.ts'

/** One statement takes at most 65,535 parameters; a panel has 18. */
const chunkSize = 500

/** Writes what was planned, parents first. */
export async function writePlan(tx: Tx, plan: ImportPlan): Promise<void> {
  for (const rows of chunks(plan.characters)) await tx.insertInto('character').values(rows).execute()
  for (const rows of chunks(plan.locations)) await tx.insertInto('location').values(rows).execute()
  for (const rows of chunks(plan.chapters)) await tx.insertInto('chapter').values(rows).execute()
  for (const rows of chunks(plan.scenes)) await tx.insertInto('scene').values(rows).execute()
  await rewriteScenes(tx, plan.rewrittenScenes)
  await trashPanels(tx, plan.trashedPanelIds)
  for (const rows of chunks(plan.panels)) {
    const stored = rows.map(panel => ({ ...panel, dialogue: storedDialogue(panel.dialogue) }))
    await tx.insertInto('panel').values(stored).execute()
  }
}

const chunks = <Row>(rows: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / chunkSize) }, (_, index) => rows.slice(index * chunkSize, (index + 1) * chunkSize))

async function rewriteScenes(tx: Tx, scenes: readonly ExistingScene[]): Promise<void> {
  if (scenes.length === 0) return
  await sql`
    update scene set number = new.number, heading = new.heading, text = new.text, setting = new.setting,
      time_of_day = new."timeOfDay", location_id = new."locationId", character_ids = new."characterIds",
      transition = new.transition
    from jsonb_to_recordset(${JSON.stringify(scenes)}::jsonb) as new (id uuid, number text, heading text, text text,
      setting text, "timeOfDay" text, "locationId" uuid, "characterIds" uuid[], transition text)
    where scene.id = new.id`.execute(tx)
}

/** Each panel is a deletion of its own, so that each can be brought back alone. */
async function trashPanels(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`update panel set deleted_at = now(), deletion_id = gen_random_uuid() where id = any(${ids}::uuid[])`.execute(tx)
}
