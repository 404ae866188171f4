import type { Timeline } from '@storycanvas/timeline'
import { lastStarted } from '../../../player/programme.ts'

export const RULER_HEIGHT = 30
export const SCENE_HEIGHT = 20
/** Ruler and scenes stay where they are while tracks scroll beneath. */
export const HEAD_HEIGHT = RULER_HEIGHT + SCENE_HEIGHT
const CAPTION_HEIGHT = 24
const TRACK_HEIGHT = { video: 72, audio: 52 }
/** Room for a track that is not there yet; where there is no sound at all, enough to say what can be dropped. */
const SPARE_HEIGHT = 18
const NO_SOUND_HEIGHT = 34
const GAP = 2

export type TrackRow = {
  kind: 'track'
  /** Id of the track in the document. */
  id: string
  trackKind: 'video' | 'audio'
  name: string
  muted: boolean
  /** There is no such track yet: what is put here makes it. */
  isSpare: boolean
  y: number
  height: number
}
export type Row = TrackRow | { kind: 'captions'; y: number; height: number }

/** Rows from top to bottom: what is said, pictures from the highest track down, sound. `y` counts from below the ruler. */
export function rowsOf({ tracks, captions }: Timeline): Row[] {
  const rows: Row[] = []
  let y = 0
  const put = (row: Omit<TrackRow, 'y'> | { kind: 'captions'; height: number }) => {
    rows.push({ ...row, y })
    y += row.height + GAP
  }
  const own = (kind: 'video' | 'audio') => tracks.filter(track => track.kind === kind)
  const spare = (trackKind: 'video' | 'audio', height: number) => {
    const id = nextTrack(tracks, trackKind)
    put({ kind: 'track', id, trackKind, name: id, muted: false, isSpare: true, height })
  }
  if (captions.length > 0) put({ kind: 'captions', height: CAPTION_HEIGHT })
  spare('video', SPARE_HEIGHT)
  for (const { id, kind, name, muted } of [...own('video').toReversed(), ...own('audio')])
    put({ kind: 'track', id, trackKind: kind, name, muted, isSpare: false, height: TRACK_HEIGHT[kind] })
  spare('audio', own('audio').length === 0 ? NO_SOUND_HEIGHT : SPARE_HEIGHT)
  return rows
}

function nextTrack(tracks: Timeline['tracks'], kind: 'video' | 'audio'): string {
  const numbers = tracks.filter(track => track.kind === kind).map(({ id }) => Number.parseInt(id.slice(1), 10))
  return `${kind === 'video' ? 'V' : 'A'}${Math.min(99, Math.max(0, ...numbers) + 1)}`
}

/** Height of all rows with what stays above them. */
export const heightOf = (rows: readonly Row[]) => {
  const last = rows.at(-1)
  return HEAD_HEIGHT + (last ? last.y + last.height : 0)
}

/** The row at a height of the canvas. */
export const rowAt = (rows: readonly Row[], top: number, y: number): Row | null => {
  const within = y - HEAD_HEIGHT + top
  return y < HEAD_HEIGHT ? null : (rows.find(row => within >= row.y && within < row.y + row.height + GAP) ?? null)
}

/** The items, sorted by start, that show between two frames. */
export function between<T extends { start: number; duration: number }>(items: readonly T[], from: number, to: number): T[] {
  const first = Math.max(0, lastStarted(items, from))
  const end = lastStarted(items, to) + 1
  return items.slice(first, end).filter(({ start, duration }) => start + duration > from)
}
