import type { Rate, Timeline } from '../model.ts'

/** Something in a read file that the timeline does not hold as it stood there. */
export type ReadNote = { readonly line: number | null; readonly element: string; readonly sentence: string }

export type ReadResult = { readonly timeline: Timeline; readonly notes: readonly ReadNote[] }

export type ReadSettings = {
  /** For formats that do not say their frame rate (EDL). */
  readonly rate?: Rate
}

/** Reads a file. @throws UnreadableTimeline */
export type Reader = (text: string, settings?: ReadSettings) => ReadResult
