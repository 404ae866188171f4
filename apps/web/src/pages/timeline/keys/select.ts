import type { Clip } from '@storycanvas/timeline'
import type { Standing } from './commands.ts'

/** The clip before or after the selected one in the order of time, or the first picture at the playhead. */
export function clipBeside({ timeline, selection, playhead }: Standing, direction: -1 | 1): Clip | undefined {
  const clips = timeline.tracks.flatMap(track => track.clips).toSorted((a, b) => a.start - b.start)
  const selected = clips.flatMap(({ id }, at) => (selection.clips.has(id) ? [at] : []))
  const from = direction === 1 ? selected.at(-1) : selected[0]
  if (from !== undefined) return clips[from + direction]
  const isHere = ({ start, duration }: Clip) => start + duration > playhead
  const pictures = timeline.tracks.flatMap(track => (track.kind === 'video' ? track.clips : []))
  return pictures.find(isHere) ?? clips.find(isHere)
}
