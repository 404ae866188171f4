import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Tx } from '../../platform/database/database.ts'
import type { ClipState, CutStates, States } from './states.ts'

/** What a clip that has no row yet brings along beside its place in the cut. */
export type Prompted = { imagePrompt: string; videoPrompt: string; negativePrompt: string; characterIds: string[] }

/** Where the prompts and people of new clips come from: another clip's row, or what is given; none without an entry. */
export type Origins = ReadonlyMap<string, { clipId: string } | Prompted>

/** Brings rows to the states given. Clips that go lie in the trash, and come back from there with their prompts. */
export async function writeStates(
  tx: Tx,
  projectId: string,
  before: CutStates,
  after: CutStates,
  origins: Origins = new Map(),
): Promise<void> {
  const { shifted, changed, added, removed } = sorted(before.clips, after.clips)
  await removeClips(tx, removed)
  await shiftClips(tx, shifted)
  await changeClips(tx, changed)
  await addClips(tx, projectId, added, origins)
  await writeMarkers(tx, projectId, after.markers)
  await writeTracks(tx, projectId, after.tracks)
}

type ClipRow = ClipState & { id: string }

/** Clips that only move along are by far the most, and need nothing but a number each. */
function sorted(before: States<ClipState>, after: States<ClipState>) {
  const found = { shifted: [] as ClipRow[], changed: [] as ClipRow[], added: [] as ClipRow[], removed: [] as string[] }
  for (const [id, now] of after) {
    const was = before.get(id)
    if (now === null) {
      if (was) found.removed.push(id)
    } else if (was === undefined) found.added.push({ id, ...now })
    else if (was !== null && onlyMoved(was, now)) found.shifted.push({ id, ...now })
    else found.changed.push({ id, ...now })
  }
  return found
}

const onlyMoved = (was: ClipState, now: ClipState) =>
  (Object.keys(now) as (keyof ClipState)[]).every(name => name === 'startFrame' || was[name] === now[name])

async function removeClips(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`update clip set deleted_at = now(), deletion_id = ${uuid()} where id = any(${ids}::uuid[])`.execute(tx)
}

async function shiftClips(tx: Tx, clips: readonly ClipRow[]): Promise<void> {
  if (clips.length === 0) return
  await sql`
    update clip set start_frame = moved.start_frame
    from unnest(${clips.map(({ id }) => id)}::uuid[], ${clips.map(({ startFrame }) => startFrame)}::integer[]) as moved(id, start_frame)
    where clip.id = moved.id`.execute(tx)
}

/** The columns of the cut as PostgreSQL reads them out of JSON, and the fields that they are called by. */
const columns = sql`"id" uuid, "track" text, "startFrame" integer, "durationFrames" integer, "sourceInFrame" integer, "name" text,
  "isNamed" boolean, "panelId" uuid, "sceneId" uuid, "mediaId" uuid, "speedNum" integer, "speedDen" integer,
  "gainDb" double precision, "fadeInFrames" integer, "fadeOutFrames" integer, "enabled" boolean, "transition" text,
  "wipe" integer, "transitionInFrames" integer, "transitionOutFrames" integer`

/** Clips out of the trash come back through this too. */
async function changeClips(tx: Tx, clips: readonly ClipRow[]): Promise<void> {
  if (clips.length === 0) return
  await sql`
    update clip set track = w."track", start_frame = w."startFrame", duration_frames = w."durationFrames",
      source_in_frame = w."sourceInFrame", name = w."name", is_named = w."isNamed", panel_id = w."panelId",
      scene_id = w."sceneId", media_id = w."mediaId", speed_num = w."speedNum", speed_den = w."speedDen",
      gain_db = w."gainDb", fade_in_frames = w."fadeInFrames", fade_out_frames = w."fadeOutFrames", enabled = w."enabled",
      transition = w."transition", wipe = w."wipe", transition_in_frames = w."transitionInFrames",
      transition_out_frames = w."transitionOutFrames", deleted_at = null, deletion_id = null
    from json_to_recordset(${JSON.stringify(clips)}::json) as w(${columns})
    where clip.id = w."id"`.execute(tx)
}

async function addClips(tx: Tx, projectId: string, clips: readonly ClipRow[], origins: Origins): Promise<void> {
  if (clips.length === 0) return
  const rows = clips.map(clip => {
    const origin = origins.get(clip.id)
    const given = origin && !('clipId' in origin) ? origin : null
    const { imagePrompt, videoPrompt, negativePrompt, characterIds } = given ?? nothing
    const originId = origin && 'clipId' in origin ? origin.clipId : null
    return { ...clip, originId, imagePrompt, videoPrompt, negativePrompt, characterIds }
  })
  await sql`
    insert into clip (id, project_id, track, start_frame, duration_frames, source_in_frame, name, is_named, panel_id, scene_id,
      media_id, speed_num, speed_den, gain_db, fade_in_frames, fade_out_frames, enabled, transition, wipe,
      transition_in_frames, transition_out_frames, image_prompt, video_prompt, negative_prompt, character_ids)
    select w."id", ${projectId}::uuid, w."track", w."startFrame", w."durationFrames", w."sourceInFrame", w."name", w."isNamed",
      w."panelId", w."sceneId", w."mediaId", w."speedNum", w."speedDen", w."gainDb", w."fadeInFrames", w."fadeOutFrames",
      w."enabled", w."transition", w."wipe", w."transitionInFrames", w."transitionOutFrames",
      coalesce(o.image_prompt, w."imagePrompt"), coalesce(o.video_prompt, w."videoPrompt"),
      coalesce(o.negative_prompt, w."negativePrompt"), coalesce(o.character_ids, w."characterIds")
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as w(${columns}, "originId" uuid, "imagePrompt" text, "videoPrompt" text, "negativePrompt" text, "characterIds" uuid[])
    left join clip o on o.id = w."originId" and o.project_id = ${projectId}`.execute(tx)
}

const nothing: Prompted = { imagePrompt: '', videoPrompt: '', negativePrompt: '', characterIds: [] }

async function writeMarkers(tx: Tx, projectId: string, markers: CutStates['markers']): Promise<void> {
  if (markers.size === 0) return
  const gone = [...markers].flatMap(([id, state]) => (state === null ? [id] : []))
  if (gone.length > 0)
    await sql`delete from timeline_marker where project_id = ${projectId} and id = any(${gone}::uuid[])`.execute(tx)
  const rows = [...markers].flatMap(([id, state]) => (state === null ? [] : [{ id, projectId, ...state }]))
  if (rows.length === 0) return
  await tx
    .insertInto('timelineMarker')
    .values(rows)
    .onConflict(conflict =>
      conflict
        .column('id')
        .doUpdateSet(eb => ({
          atFrame: eb.ref('excluded.atFrame'),
          durationFrames: eb.ref('excluded.durationFrames'),
          name: eb.ref('excluded.name'),
          note: eb.ref('excluded.note'),
          colour: eb.ref('excluded.colour'),
        }))
        .where('timelineMarker.projectId', '=', projectId),
    )
    .execute()
}

async function writeTracks(tx: Tx, projectId: string, tracks: CutStates['tracks']): Promise<void> {
  for (const [track, state] of tracks) {
    if (state === null)
      await tx.deleteFrom('timelineTrack').where('projectId', '=', projectId).where('track', '=', track).execute()
    else
      await tx
        .insertInto('timelineTrack')
        .values({ projectId, track, ...state })
        .onConflict(conflict => conflict.columns(['projectId', 'track']).doUpdateSet(state))
        .execute()
  }
}
