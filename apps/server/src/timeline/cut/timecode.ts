import { type Frames, formatTimecode, parseTimecode, type Rate, timebase } from '@storycanvas/timeline'

type Numbering = { rate: Rate; dropFrame: boolean }

/** The timecode of a cut's first frame, in frames: programmes start at one hour, so that a leader fits before them. */
export const timecodeStart = ({ rate, dropFrame }: Numbering): Frames =>
  dropFrame ? parseTimecode('01:00:00;00', rate).frames : 3600 * timebase(rate)

/** A frame of the cut as the editor's ruler shows it. */
export const timecodeOf = (frame: Frames, numbering: Numbering): string =>
  formatTimecode(timecodeStart(numbering) + frame, numbering.rate, numbering.dropFrame)
