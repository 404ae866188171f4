import type { Frames, Timeline, Track } from './model.ts'

/** Record frames until the track's last clip ends. */
export const trackDuration = (track: Track): Frames =>
  track.clips.reduce((end, clip) => Math.max(end, clip.start + clip.duration), 0)

/** Record frames of the whole timeline: until the last clip of any track ends. Captions and markers do not lengthen it. */
export const duration = (timeline: Timeline): Frames =>
  timeline.tracks.reduce((end, track) => Math.max(end, trackDuration(track)), 0)
