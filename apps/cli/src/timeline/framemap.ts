import { parseArgs } from 'node:util'
import { frameMap, sourcesAt, type Timeline } from '@storycanvas/timeline'
import type { Command } from '../command.ts'
import { UsageError } from '../usage-error.ts'
import { parseRate, readTimeline } from './read-timeline.ts'

const usage = `storycanvas framemap <timeline> [--rate 29.97]
  Prints record_frame source source_frame, a line for each record frame that shows something, video track by video track from
  the lowest up. The numbers count frames: record frames from 0 at the start of the timeline, source frames in the source's
  own rate from its own timecode start (0 where it has none). The source is the media's name with _ for spaces and control
  characters, or its id where it has no name. Between two frames of a source the earlier one shows; a still is always frame 0.
  Inside a transition the outgoing clip's line comes before the incoming one's. Gaps, black, disabled clips and sound print
  nothing; a clip that is retimed or frozen repeats or skips source frames. --rate is that of an EDL, which does not tell.`

/** Lines are gathered before they are written: a write for each would take longer than everything else. */
const linesAtOnce = 10_000

/** Prints which source frame stands under each record frame. */
async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options: { rate: { type: 'string' } }, allowPositionals: true })
  const [source, ...more] = positionals
  if (source === undefined || more.length > 0) throw new UsageError('Name one timeline.')
  const { timeline } = await readTimeline(source, values.rate === undefined ? undefined : parseRate(values.rate))
  let lines: string[] = []
  for (const line of frameLines(timeline)) {
    lines.push(line)
    if (lines.length < linesAtOnce) continue
    await print(lines)
    lines = []
  }
  await print(lines)
}

/** `record_frame source source_frame` for every frame that shows something, track by track; source frames count as their timecode does. */
export function* frameLines(timeline: Timeline): Generator<string> {
  for (const { kind, spans } of frameMap(timeline).tracks) {
    if (kind !== 'video') continue
    for (const span of spans)
      for (let frame = span.start; frame < span.start + span.duration; frame += 1)
        for (const { mediaId, frame: sourceFrame } of sourcesAt(span, frame)) {
          const media = timeline.media[mediaId]
          // An EDL knows media by their timecode alone, so that is what frames are counted by here.
          const first = media?.kind === 'video' ? media.timecodeStart : 0
          yield `${frame} ${oneWord(media?.name || mediaId)} ${first + sourceFrame}`
        }
  }
}

/** A column of its own: no space, no line break, nothing that a terminal obeys. */
const oneWord = (name: string) => name.toWellFormed().replaceAll(/[\s\p{Cc}]+/gu, '_')

function print(lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return Promise.resolve()
  return new Promise((resolve, reject) =>
    process.stdout.write(`${lines.join('\n')}\n`, error => (error ? reject(error) : resolve())),
  )
}

export const framemap: Command = { usage, run }
