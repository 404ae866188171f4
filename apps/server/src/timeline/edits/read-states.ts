import { sql } from 'kysely'
import type { Reader } from '../../platform/database/database.ts'
import type { Boxes, Placed } from './boxes.ts'
import type { CutRows } from './cut-model.ts'
import { type ClipState, clipColumns, type MarkerState, type TrackState } from './states.ts'

/** As far as a whole number of PostgreSQL goes; no clip lies beyond. */
const farthest = 2 ** 31 - 1

/** Live clips that lie in the boxes or touch them, in order. */
export async function clipsWithin(database: Reader, projectId: string, boxes: Boxes): Promise<Map<string, ClipState>> {
  if (boxes.size === 0) return new Map()
  const within = [...boxes].map(
    ([track, { from, to }]) => sql<boolean>`(track = ${track} and start_frame <= ${Math.min(to, farthest)}
      and start_frame + duration_frames >= ${Math.max(from, 0)})`,
  )
  return liveClips(database, projectId, sql<boolean>`(${sql.join(within, sql` or `)})`)
}

/** Where live clips lie that are named by their ids; no entry for those that are not in the cut. */
export async function clipPlaces(database: Reader, projectId: string, ids: readonly string[]): Promise<Map<string, Placed>> {
  if (ids.length === 0) return new Map()
  const rows = await database
    .selectFrom('clip')
    .select(['id', 'track', 'startFrame', 'durationFrames'])
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .execute()
  return byId(rows)
}

export const allClips = (database: Reader, projectId: string) => liveClips(database, projectId, sql<boolean>`true`)

async function liveClips(database: Reader, projectId: string, which: ReturnType<typeof sql<boolean>>) {
  const rows = await database
    .selectFrom('clip')
    .select(['id', ...clipColumns])
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .where(which)
    .orderBy('startFrame')
    .orderBy('id')
    .execute()
  return byId(rows)
}

/** Clips of a project by id as they are now; null for those in the trash, no entry for those of other projects. */
export async function clipStates(
  database: Reader,
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, ClipState | null>> {
  if (ids.length === 0) return new Map()
  const rows = await database
    .selectFrom('clip')
    .select(['id', 'deletedAt', ...clipColumns])
    .where('projectId', '=', projectId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, deletedAt, ...state }) => [id, deletedAt === null ? state : null]))
}

export async function markersOf(database: Reader, projectId: string): Promise<Map<string, MarkerState>> {
  const rows = await database
    .selectFrom('timelineMarker')
    .select(['id', 'atFrame', 'durationFrames', 'name', 'note', 'colour'])
    .where('projectId', '=', projectId)
    .orderBy('atFrame')
    .orderBy('id')
    .execute()
  return byId(rows)
}

export async function tracksOf(database: Reader, projectId: string): Promise<Map<string, TrackState>> {
  const rows = await database
    .selectFrom('timelineTrack')
    .select(['track', 'name', 'muted'])
    .where('projectId', '=', projectId)
    .execute()
  return new Map(rows.map(({ track, ...state }) => [track, state]))
}

const byId = <S extends { id: string }>(rows: readonly S[]) => new Map(rows.map(({ id, ...state }) => [id, state]))

export async function cutRows(database: Reader, projectId: string, clips: Map<string, ClipState>): Promise<CutRows> {
  return { clips, markers: await markersOf(database, projectId), tracks: await tracksOf(database, projectId) }
}
