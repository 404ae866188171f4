import type { TimelineEdit } from '@storycanvas/api'
import type { Frames } from '@storycanvas/timeline'
import { type Boxes, around, type Placed } from './boxes.ts'

/**
 * The part of the cut that edits can change or run into: clips outside of it stay as they are, whatever the edits do. `named`
 * are the clips that they name, as they lie before the first edit.
 */
export function reachedBy(edits: readonly TimelineEdit[], named: ReadonlyMap<string, Placed>): Boxes {
  // Each edit may find what the ones before it have moved.
  const slack = edits.reduce((sum, edit) => sum + ('by' in edit ? Math.abs(edit.by) : 0), 0)
  const moves = Map.groupBy(
    edits.filter(edit => edit.kind === 'move'),
    ({ clipId }) => clipId,
  )
  const placesOf = (clipId: string): Placed[] => {
    const clip = named.get(clipId)
    if (!clip) return []
    const targets = (moves.get(clipId) ?? []).map(({ track, startFrame }) => ({ ...clip, track, startFrame }))
    return [clip, ...targets]
  }
  const places = edits.flatMap(edit => reach(edit, placesOf))
  return around(places.map(({ from, to, ...rest }) => ({ ...rest, from: from - slack, to: to + slack })))
}

type Stretch = { track: string; from: Frames; to: Frames }

const endless = Number.POSITIVE_INFINITY

function reach(edit: TimelineEdit, placesOf: (clipId: string) => Placed[]): Stretch[] {
  const clips = (ids: readonly string[], shifts: 'shifts' | 'stays'): Stretch[] =>
    ids.flatMap(placesOf).map(({ track, startFrame: from, durationFrames }) => ({
      ...{ track, from },
      to: shifts === 'shifts' ? endless : from + durationFrames,
    }))
  switch (edit.kind) {
    case 'insert':
      return [{ track: edit.track, from: edit.startFrame, to: endless }]
    case 'overwrite':
      return [{ track: edit.track, from: edit.startFrame, to: edit.startFrame + edit.durationFrames }]
    case 'lift':
      return edit.tracks.map(track => ({ track, from: edit.from, to: edit.to }))
    case 'extract':
      return edit.tracks.map(track => ({ track, from: edit.from, to: endless }))
    case 'roll':
    case 'transition':
      return [{ track: edit.track, from: edit.cut, to: edit.cut }]
    case 'ripple':
      return clips([edit.clipId], 'shifts')
    case 'trim':
    case 'slip':
    case 'slide':
    case 'split':
    case 'set':
      return clips([edit.clipId], 'stays')
    case 'move': {
      if (edit.onto !== 'insert') return clips([edit.clipId], 'stays')
      // The old place is closed: the new one may come nearer by the clip's length.
      return placesOf(edit.clipId).map(({ track, startFrame, durationFrames }) => ({
        ...{ track, from: startFrame - durationFrames, to: endless },
      }))
    }
    case 'remove':
      return clips(edit.clipIds, edit.ripple ? 'shifts' : 'stays')
    case 'track':
    case 'marker':
    case 'remove-marker':
      return []
  }
}
