import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Tx } from '../../platform/database/database.ts'
import { RequestError } from '../../platform/http/problem.ts'
import { type BoardPanel, boardOf } from '../../story/board/board.ts'
import { cutChanged, lockCut } from './change-cut.ts'
import { boardTrack, type ClipRow, type CutChanges, compareCut } from './compare.ts'
import { layBoard } from './lay-board.ts'

/** As far as the contract counts frames. */
const longestCut = 100_000_000

/**
 * Lays the cut anew from the board, as long as it follows the board: one clip for each panel in story order. Clips of
 * panels that stay keep their ids, prompts and given names. Three statements whatever the length.
 */
export async function layCut(tx: Tx, projectId: string): Promise<void> {
  const { rate, followsBoard } = await lockCut(tx, projectId)
  if (!followsBoard) return
  const board = await boardOf(tx, projectId)
  const laid = layBoard(board, rate)
  const last = laid.at(-1)
  if (last && last.startFrame + last.durationFrames > longestCut)
    throw new RequestError(
      'not-possible-now',
      `The film would be longer than ${longestCut} frames; shorten panels or lower the frame rate.`,
    )
  const changes = compareCut(await clipRows(tx, projectId), laid)
  if (changes.added.length + changes.changed.length + changes.removed.length === 0) return
  await removeClips(tx, changes.removed)
  await changeClips(tx, changes.changed)
  await addClips(tx, projectId, changes.added, new Map(board.flatMap(({ panels }) => panels.map(panel => [panel.id, panel]))))
  await cutChanged(tx, projectId)
}

/** Live clips as they stand in the cut, then those of panels in the trash, the last deleted first. */
async function clipRows(tx: Tx, projectId: string): Promise<ClipRow[]> {
  const { rows } = await sql<ClipRow>`
    select id, panel_id, scene_id, name, is_named, track, start_frame, duration_frames, source_in_frame, transition,
      speed_num = speed_den and gain_db = 0 and enabled and media_id is null and num_nonnulls(fade_in_frames, fade_out_frames,
        transition_in_frames, transition_out_frames, wipe) = 0 as is_plain,
      deleted_at is not null as is_deleted
    from clip where project_id = ${projectId} and (deleted_at is null or panel_id is not null)
    order by deleted_at is not null, deleted_at desc, track = ${boardTrack} desc, start_frame, id`.execute(tx)
  return rows
}

async function removeClips(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`update clip set deleted_at = now(), deletion_id = ${uuid()} where id = any(${ids}::uuid[])`.execute(tx)
}

async function changeClips(tx: Tx, changes: CutChanges['changed']): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ row, to }) => ({
    id: row.id,
    scene_id: to.sceneId,
    name: row.isNamed ? row.name : to.name,
    start_frame: to.startFrame,
    duration_frames: to.durationFrames,
    transition: to.transition,
  }))
  await sql`
    update clip set scene_id = wanted.scene_id, name = wanted.name, start_frame = wanted.start_frame,
      duration_frames = wanted.duration_frames, transition = wanted.transition, track = ${boardTrack},
      source_in_frame = 0, speed_num = 1, speed_den = 1, gain_db = 0, enabled = true, media_id = null, fade_in_frames = null,
      fade_out_frames = null, transition_in_frames = null, transition_out_frames = null, wipe = null,
      deleted_at = null, deletion_id = null
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as wanted(id uuid, scene_id uuid, name text, start_frame integer, duration_frames integer, transition text)
    where clip.id = wanted.id`.execute(tx)
}

/** A new clip starts with its panel's prompts and characters; from then on both are its own. */
async function addClips(
  tx: Tx,
  projectId: string,
  added: CutChanges['added'],
  panels: ReadonlyMap<string, BoardPanel>,
): Promise<void> {
  if (added.length === 0) return
  const rows = added.map(clip => {
    const panel = panels.get(clip.panelId)
    return {
      id: uuid(),
      scene_id: clip.sceneId,
      panel_id: clip.panelId,
      name: clip.name,
      start_frame: clip.startFrame,
      duration_frames: clip.durationFrames,
      transition: clip.transition,
      image_prompt: panel?.imagePrompt ?? '',
      video_prompt: panel?.videoPrompt ?? '',
      negative_prompt: panel?.negativePrompt ?? '',
      character_ids: panel?.characterIds ?? [],
    }
  })
  await sql`
    insert into clip (id, project_id, scene_id, panel_id, name, track, start_frame, duration_frames, transition,
      image_prompt, video_prompt, negative_prompt, character_ids)
    select id, ${projectId}::uuid, scene_id, panel_id, name, ${boardTrack}, start_frame, duration_frames, transition,
      image_prompt, video_prompt, negative_prompt, character_ids
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as added(id uuid, scene_id uuid, panel_id uuid, name text, start_frame integer, duration_frames integer,
        transition text, image_prompt text, video_prompt text, negative_prompt text, character_ids uuid[])`.execute(tx)
}
