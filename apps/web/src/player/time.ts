import { allowsDropFrame, formatTimecode, type Rate } from '@storycanvas/timeline'

/** The frame on the grid of `rate` that lies nearest to so many milliseconds. */
export const framesOf = (ms: number, rate: Rate): number => Math.round((ms * rate.num) / rate.den / 1000)

/** Timecode for the screen: a project may ask for drop frame at a rate that has none. */
export const timecodeOf = (frame: number, rate: Rate, dropFrame: boolean): string =>
  formatTimecode(Math.floor(frame), rate, dropFrame && allowsDropFrame(rate))
