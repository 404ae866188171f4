import type { Rate } from '@storycanvas/timeline'
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import type { ProjectRow } from '../../projects/read.ts'
import { forgetSteps } from '../edits/history.ts'
import { cutChanged, lockCut } from './change-cut.ts'
import { layCut } from './lay-cut.ts'

/** Keeps the cut true when a project's settings change: laid anew where it follows the board, else at the same times as before. */
export async function followSettings(tx: Tx, before: ProjectRow): Promise<void> {
  const { rate, followsBoard } = await lockCut(tx, before.id)
  const from: Rate = { num: before.rateNum, den: before.rateDen }
  if (from.num * rate.den !== rate.num * from.den) {
    const frames = { num: rate.num * from.den, den: rate.den * from.num }
    await rescaleClips(tx, before.id, frames)
    await rescaleMarkers(tx, before.id, frames)
    await forgetSteps(tx, before.id)
    await cutChanged(tx, before.id)
  }
  if (followsBoard) await layCut(tx, before.id)
}

/** New frames per old frame. */
type Factor = { num: number; den: number }

const rescaled = (frames: RawBuilder<unknown>, { num, den }: Factor) => sql`round((${frames})::numeric * ${num} / ${den})`

const [start, end] = [sql`start_frame`, sql`start_frame + duration_frames`]

/**
 * Rounds the cut points, never the lengths: clips that butted still do, and none comes to lie over another. Fades get no
 * longer than their clips.
 */
async function rescaleClips(tx: Tx, projectId: string, factor: Factor): Promise<void> {
  const column = (name: string) => rescaled(sql.ref(name), factor)
  await sql`
    update clip set
      start_frame = ${rescaled(start, factor)},
      duration_frames = greatest(1, ${rescaled(end, factor)} - ${rescaled(start, factor)}),
      source_in_frame = ${column('source_in_frame')},
      fade_in_frames = ${column('fade_in_frames')},
      fade_out_frames = ${column('fade_out_frames')},
      transition_in_frames = ${column('transition_in_frames')},
      transition_out_frames = ${column('transition_out_frames')}
    where project_id = ${projectId}`.execute(tx)
  await sql`
    update clip set
      fade_in_frames = least(fade_in_frames, duration_frames),
      fade_out_frames = least(fade_out_frames, duration_frames - least(coalesce(fade_in_frames, 0), duration_frames))
    where project_id = ${projectId} and coalesce(fade_in_frames, 0) + coalesce(fade_out_frames, 0) > duration_frames`.execute(tx)
}

async function rescaleMarkers(tx: Tx, projectId: string, factor: Factor): Promise<void> {
  await sql`
    update timeline_marker set
      at_frame = ${rescaled(sql`at_frame`, factor)},
      duration_frames = ${rescaled(sql`duration_frames`, factor)}
    where project_id = ${projectId}`.execute(tx)
}
