import type { FailureReason, RunFacts } from '../sandbox/failure.ts'
import type { InputFile } from '../sandbox/placement.ts'
import type { MediaTools } from '../sandbox/tools.ts'
import type { SegmentEncoding } from './encode-segment.ts'
import type { RenderFailureCode } from './failure.ts'
import type { Run } from './runs.ts'
import type { Segment } from './segment.ts'

/** What every segment of a render needs, given to each worker once. */
export type WorkerSetting = {
  readonly tools: MediaTools
  readonly encoding: SegmentEncoding
  readonly media: ReadonlyMap<string, InputFile>
  /** Each media by its id with the clips that show it, for people. */
  readonly names: ReadonlyMap<string, string>
}

export type ToWorker = { readonly kind: 'make'; readonly run: Run } | { readonly kind: 'cancel' }

export type FromWorker =
  /** Frames made; below zero where they have to be made again. */
  | { readonly kind: 'frames'; readonly count: number }
  | { readonly kind: 'part'; readonly segment: Segment }
  | { readonly kind: 'done' }
  | { readonly kind: 'run-failed'; readonly reason: FailureReason; readonly stderr: string; readonly run: RunFacts }
  | { readonly kind: 'render-failed'; readonly code: RenderFailureCode; readonly subject: string; readonly message: string }
  | { readonly kind: 'crashed'; readonly message: string }
