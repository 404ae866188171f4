import type { TimelineEdit } from '@storycanvas/api'
import type { Timeline } from '@storycanvas/timeline'
import { ownTrack } from '../edits/tracks.ts'
import { NothingToDo, type Standing } from './commands.ts'

type CutPlace = { track: string; cut: number }

/** Frames where two clips of a track meet. */
export function cutsOf({ tracks }: Timeline): CutPlace[] {
  return tracks.flatMap(track => {
    const ends = new Set(track.clips.map(({ start, duration }) => start + duration))
    return track.clips.filter(({ start }) => ends.has(start)).map(({ start }) => ({ track: track.id, cut: start }))
  })
}

/** The cut that an edit by key means: an edge of a selected clip where there is one, and the nearest to the playhead. */
export function nearestCut({ timeline, selection, playhead }: Standing): CutPlace {
  const cuts = cutsOf(timeline)
  const selected = timeline.tracks.flatMap(track =>
    track.clips
      .filter(({ id }) => selection.clips.has(id))
      .flatMap(({ start, duration }) => [`${track.id} ${start}`, `${track.id} ${start + duration}`]),
  )
  const own = new Set(selected)
  const ofSelected = cuts.filter(({ track, cut }) => own.has(`${track} ${cut}`))
  const ofPictures = cuts.filter(({ track }) => track.startsWith('V'))
  const [first, ...rest] = ofSelected.length > 0 ? ofSelected : ofPictures.length > 0 ? ofPictures : cuts
  if (!first) throw new NothingToDo('No two clips meet here')
  return rest.reduce((best, one) => (Math.abs(one.cut - playhead) < Math.abs(best.cut - playhead) ? one : best), first)
}

export const dissolveNear = (standing: Standing): TimelineEdit[] => {
  const { track, cut } = nearestCut(standing)
  return [{ kind: 'transition', track: ownTrack(track), cut, to: 'dissolve' }]
}

export const rollNear = (standing: Standing, by: number): TimelineEdit[] => {
  const { track, cut } = nearestCut(standing)
  return [{ kind: 'roll', track: ownTrack(track), cut, by }]
}

/** The edge of any clip before or after a frame, where the playhead stops on its way. */
export function cutBeside({ tracks }: Timeline, frame: number, direction: -1 | 1, length: number): number {
  const edges = tracks.flatMap(track => track.clips.flatMap(({ start, duration }) => [start, start + duration]))
  if (direction === 1) return edges.reduce((best, edge) => (edge > frame && edge < best ? edge : best), length)
  return edges.reduce((best, edge) => (edge < frame && edge > best ? edge : best), 0)
}
