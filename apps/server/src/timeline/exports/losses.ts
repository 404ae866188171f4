import type { Loss } from '@storycanvas/api'
import type { LossTally, Timeline } from '@storycanvas/timeline'
import type { z } from 'zod'
import { offlineClips } from '../assembly/read.ts'
import { timecodeOf } from '../cut/timecode.ts'

type Report = z.output<typeof Loss>

/** Losses of one kind as one line: what a person wants to know is what, how often, and one example with its place. */
export function lossReport({ rate, timecode }: Timeline, tallies: readonly LossTally[]): Report[] {
  return tallies.map(({ first: { code, what, sentence, frames, where }, count }) => ({
    code: `${what}-${code}`,
    message: sentence,
    where: frames ? timecodeOf(frames.start, { rate, dropFrame: timecode.dropFrame }) : where.kind,
    count,
  }))
}

/** Clips that have nothing to show yet: the editor will find them offline. */
export function offlineReport(timeline: Timeline): Report[] {
  const count = offlineClips(timeline)
  if (count === 0) return []
  const message =
    count === 1 ? 'One clip is not drawn yet and stays offline.' : `${count} clips are not drawn yet and stay offline.`
  return [{ code: 'media-offline', message, where: 'media', count }]
}
