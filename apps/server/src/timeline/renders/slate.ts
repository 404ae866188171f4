import { type Frames, rateLabel, type Rate, rescale, type Timeline } from '@storycanvas/timeline'

const slateSeconds = 2

/** The card before the film: what it is, in which size and rate, and where its timecode begins. */
export function slateOf(timeline: Timeline, startTimecode: string) {
  const { width, height } = timeline.canvas
  const lines = [timeline.name, `${width} × ${height} · ${rateLabel(timeline.rate)} fps`, startTimecode]
  return { lines, seconds: slateSeconds }
}

/** Frames by which a slate pushes the film back. */
export const slateFrames = ({ num, den }: Rate): Frames => Math.round((slateSeconds * num) / den)

/** The timeline with its captions later by a slate, whose frames are those of the film. */
export function behindSlate(timeline: Timeline, { frames, rate }: { frames: Frames; rate: Rate }): Timeline {
  const lead = rescale(frames, rate, timeline.rate, 'nearest')
  return { ...timeline, captions: timeline.captions.map(caption => ({ ...caption, start: caption.start + lead })) }
}
