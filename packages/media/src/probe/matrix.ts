import type { ReportStream } from './report.ts'

/** How Y′CbCr is made of R′G′B′. */
export type Matrix = 'bt709' | 'smpte170m'

/** Pictures of more points than this are of high definition: Poynton's rule, by which MLT goes too. */
const mostOfStandard = 750_000

/** The matrix that a stream's pictures are read with, by their size; null where it names one, as ffmpeg then reads it by itself. */
export function assumedMatrix({ color_space, width = 0, height = 0 }: ReportStream): Matrix | null {
  if (color_space !== undefined && color_space !== 'unknown' && color_space !== 'reserved') return null
  return width * height > mostOfStandard ? 'bt709' : 'smpte170m'
}
