import type { Rate } from '@storycanvas/timeline'
import type { VideoFacts } from '../probe/facts.ts'
import { evenRate } from '../probe/frame-rate.ts'

/** One quality of a film. */
export type Rung = {
  /** Names its directory and shows in menus: `720p`. */
  readonly name: string
  readonly width: number
  readonly height: number
  /** Cap of the bit rate; quiet pictures stay far below it. */
  readonly maxKbps: number
}

/** Shorter sides of the pictures, with the cap for 30 frames a second of 16:9. */
const steps = [
  { side: 1080, kbps: 5000 },
  { side: 720, kbps: 2800 },
  { side: 480, kbps: 1400 },
  { side: 360, kbps: 800 },
  // For telephones with a poor line.
  { side: 240, kbps: 400 },
] as const

/** Small pictures with a cap of 160 or less are level 1b to x264 (H.264, table A-1), and Chromium plays no `avc1.640009`. */
const leastKbps = 200

/** Smaller than this nobody makes a film smaller yet. */
const leastSide = 360

/** Decoders of phones and television sets end here: pictures in an extreme shape are made smaller until they fit. */
const longestSide = 4096

/** Rungs no larger than the source, the largest first; a small source has one rung of its own size. */
export function ladderRungs(video: VideoFacts, rate: Rate): readonly Rung[] {
  const shrunk = Math.min(1, longestSide / Math.max(video.width, video.height))
  const [width, height] = [video.width * shrunk, video.height * shrunk]
  const side = Math.min(width, height)
  const fast = rate.num / rate.den > 35 ? 1.5 : 1
  const area = (width * height) / (side * side) / (16 / 9)
  // Far above what the source itself holds, more bits show nothing more.
  const sourceCap = video.kbps === null ? Number.POSITIVE_INFINITY : video.kbps * 1.2
  const chosen = side < leastSide ? [{ side, kbps: 800 }] : steps.filter(step => step.side <= side)
  return chosen.map(step => ({
    name: `${Math.floor(step.side)}p`,
    width: even((width * step.side) / side, video.width),
    height: even((height * step.side) / side, video.height),
    maxKbps: Math.max(leastKbps, Math.round(Math.min(step.kbps * fast * area, sourceCap))),
  }))
}

/** The rung that is made before all others: small, but pleasant to watch for a while. */
export function quickRung(rungs: readonly Rung[]): Rung | undefined {
  return rungs.findLast(({ width, height }) => Math.min(width, height) >= leastSide) ?? rungs[0]
}

/** Even pace of all rungs: at most 60 frames a second. */
export function ladderRate(video: VideoFacts): Rate {
  return evenRate(video.rate, video.isVariable, 60)
}

/** Frames of a segment: about four seconds, the same for every rung, so that a player can change at each. */
export function segmentFrames(rate: Rate): number {
  return Math.max(1, Math.round((4 * rate.num) / rate.den))
}

/** H.264 in 4:2:0 has even sizes; rounding must not go beyond the source. */
function even(value: number, largest: number): number {
  return Math.max(2, Math.min(Math.round(value / 2), Math.floor(largest / 2)) * 2)
}
