import { fileName } from '../formats/file-name.ts'
import type { WriteSettings, Written } from '../formats/format.ts'
import { type LossList, lossList } from '../formats/losses.ts'
import type { Timeline } from '../model.ts'
import { toSrt } from './srt.ts'
import { toWebVtt } from './webvtt.ts'

/** The captions as a WebVTT file: a format of captions, so that the cut itself is no loss. */
export const writeWebVtt = (timeline: Timeline, options: WriteSettings = {}): Written => ({
  files: [{ name: `${fileName(options.fileName ?? timeline.name)}.vtt`, type: 'text/vtt', text: toWebVtt(timeline) }],
  losses: [],
})

/** What SubRip of this timeline does not hold. */
export const listSrtLosses = (timeline: Timeline, list: LossList): void => {
  for (const { id, start, duration, speaker } of timeline.captions) {
    if (speaker === null) continue
    const sentence = `The speaker “${speaker}” stands in the text; SubRip has no place for speakers.`
    list.add('approximated', 'speaker', { kind: 'caption', id }, sentence, { start, duration })
  }
}

/** The captions as a SubRip file; speakers become part of the text. */
export const writeSrt = (timeline: Timeline, options: WriteSettings = {}): Written => {
  const list = lossList()
  listSrtLosses(timeline, list)
  const name = `${fileName(options.fileName ?? timeline.name)}.srt`
  return { files: [{ name, type: 'application/x-subrip', text: toSrt(timeline) }], losses: list.losses }
}
