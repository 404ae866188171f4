import type { Frames, Rate } from '@storycanvas/timeline'
import { isDirect, stretchesOf } from './direct.ts'
import { type Segment, shotsOf } from './segment.ts'
import { shotKey } from './span.ts'

/** Segments that one thread makes, one after the other where they are drawn, all with one ffmpeg where they are direct. */
export type Run = { readonly kind: 'direct' | 'drawn'; readonly segments: readonly [Segment, ...Segment[]] }

/** What is lost where a render is killed, and a decoder is opened for each clip of a direct run before its time. */
const longestSeconds = 12
const mostClips = 8

/**
 * Divides segments in the order of the film into runs that get shorter towards its end, so that `threads` of them end together.
 * Clips are divided between two runs only where these get too long: each run decodes from the keyframe before.
 */
export function planRuns(segments: readonly Segment[], rate: Rate, threads: number): readonly Run[] {
  const longest = (longestSeconds * rate.num) / rate.den
  const runs: [Segment, ...Segment[]][] = []
  let left = segments.reduce((sum, segment) => sum + segment.duration, 0)
  let wanted = 0
  for (const segment of segments) {
    const run = runs.at(-1)
    if (run === undefined || isFull(run, segment, { wanted, longest })) {
      wanted = Math.min(longest, left / (2 * threads))
      runs.push([segment])
    } else run.push(segment)
    left -= segment.duration
  }
  return runs.map(run => ({ kind: kindOf(run[0]), segments: run }))
}

type Lengths = { readonly wanted: Frames; readonly longest: Frames }

function kindOf(segment: Segment): Run['kind'] {
  return segment.spans.every(isDirect) ? 'direct' : 'drawn'
}

function isFull(run: readonly [Segment, ...Segment[]], next: Segment, { wanted, longest }: Lengths): boolean {
  const [first] = run
  const last = run.at(-1) ?? first
  const frames = last.start + last.duration - first.start
  if (kindOf(first) !== kindOf(next) || last.start + last.duration !== next.start) return true
  if (kindOf(first) === 'drawn') return frames >= wanted
  // Words are laid over a part by itself, and turning pictures round holds them all in memory.
  if ([last, next].some(one => one.script !== null || isReversed(one))) return true
  if (stretchesOf([...run, next].flatMap(one => one.spans)).length > mostClips) return true
  if (!isShared(last, next)) return frames >= wanted
  return frames >= 2 * ([last, next].some(isDissolve) ? longest : wanted)
}

function isDissolve({ spans }: Segment): boolean {
  return spans.some(({ picture }) => picture.kind === 'transition')
}

function isReversed({ spans }: Segment): boolean {
  return spans.some(span => shotsOf(span.picture).some(({ shot }) => shot.speed < 0))
}

/** True where a clip goes on from one segment into the next. */
function isShared(before: Segment, after: Segment): boolean {
  const keys = (segment: Segment): readonly string[] =>
    segment.spans.flatMap(span => shotsOf(span.picture).map(part => shotKey(part, span.start)))
  const known = new Set(keys(before))
  return keys(after).some(key => known.has(key))
}
