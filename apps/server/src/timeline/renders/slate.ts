import { type Frames, rateLabel, type Rate, type Timeline, toWebVtt } from '@storycanvas/timeline'

const slateSeconds = 2

/** The card before the film: what it is, in which size and rate, and where its timecode begins. */
export function slateOf(timeline: Timeline, startTimecode: string) {
  const { width, height } = timeline.canvas
  const lines = [timeline.name, `${width} × ${height} · ${rateLabel(timeline.rate)} fps`, startTimecode]
  return { lines, seconds: slateSeconds }
}

/** Frames by which a slate pushes the film back. */
export const slateFrames = ({ num, den }: Rate): Frames => Math.round((slateSeconds * num) / den)

/** The captions of a film as WebVTT, later by its slate. */
export function sidecarCaptions(timeline: Timeline, hasSlate: boolean): string {
  const lead = hasSlate ? slateFrames(timeline.rate) : 0
  return toWebVtt({ ...timeline, captions: timeline.captions.map(caption => ({ ...caption, start: caption.start + lead })) })
}
