import { applyEdit, type NewId, type Timeline } from '@storycanvas/timeline'
import type { EditOf } from './apply-edit.ts'
import { findClip } from './find-clip.ts'

/** Takes clips out of the cut. With `ripple` what lies behind each on its track closes the hole. */
export function remove(timeline: Timeline, { clipIds, ripple }: EditOf<'remove'>, newId: NewId): Timeline {
  const gone = new Set(clipIds)
  const found = [...gone].map(id => findClip(timeline, id))
  const without = withoutClips(timeline, gone)
  if (!ripple) return without
  // From the last to the first, so that the frames of those still to be closed stay where they are.
  return found
    .sort((a, b) => b.clip.start - a.clip.start)
    .reduce(
      (cut, { track, clip: { start, duration } }) =>
        applyEdit(cut, { kind: 'extract', trackId: track.id, from: start, to: start + duration }, newId).timeline,
      without,
    )
}

export function withoutClips(timeline: Timeline, ids: ReadonlySet<string>): Timeline {
  const tracks = timeline.tracks.map(track => {
    const clips = track.clips.filter(({ id }) => !ids.has(id))
    return clips.length === track.clips.length ? track : { ...track, clips }
  })
  return { ...timeline, tracks }
}
