import type { Clip, Frames, Timeline, Track } from '../model.ts'

export type ProblemCode =
  | 'rate'
  | 'drop-frame'
  | 'canvas'
  | 'off-grid'
  | 'off-range'
  | 'duplicate-id'
  | 'track-order'
  | 'unsorted'
  | 'overlap'
  | 'unknown-media'
  | 'media-kind'
  | 'media-value'
  | 'speed'
  | 'source-range'
  | 'fade'
  | 'motion'
  | 'transition-cut'
  | 'transition-length'
  | 'transition-overlap'
  | 'transition-handle'
  | 'wipe'
  | 'caption-range'
  | 'marker-range'

/**
 * What is wrong with a timeline. An `error` has no film (two pictures at once, frames that do not exist), and writers
 * refuse it; a `warning` is playable as it stands.
 */
export type Problem = {
  readonly code: ProblemCode
  readonly severity: 'error' | 'warning'
  readonly trackId: string | null
  readonly clipIds: readonly string[]
  /** Record frames concerned, end exclusive by `duration`. */
  readonly frames: { readonly start: Frames; readonly duration: Frames } | null
  readonly sentence: string
}

export type Report = (
  code: ProblemCode,
  sentence: string,
  at?: { track?: Track; clips?: readonly Clip[]; frames?: readonly [start: Frames, end: Frames]; severity?: 'warning' },
) => void

/** Collects problems; the one place where a problem gets its shape. */
export const reporter =
  (problems: Problem[]): Report =>
  (code, sentence, at = {}) => {
    const [start, end] = at.frames ?? [0, 0]
    problems.push({
      code,
      severity: at.severity ?? 'error',
      trackId: at.track?.id ?? null,
      clipIds: (at.clips ?? []).map(clip => clip.id),
      frames: at.frames ? { start, duration: end - start } : null,
      sentence,
    })
  }

/** A timeline that cannot be written because of the problems it carries. */
export class InvalidTimeline extends Error {
  readonly problems: readonly Problem[]
  constructor(timeline: Timeline, problems: readonly Problem[]) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
    super(`“${timeline.name}” cannot be written: ${problems[0]?.sentence}${more}`)
    this.name = 'InvalidTimeline'
    this.problems = problems
  }
}
