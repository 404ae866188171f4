import type { Timeline } from '../model.ts'
import { clockTime, cueLines, inOrder } from './cues.ts'

/** The captions as SubRip; a speaker stands before the text, as SubRip has no place of its own for one. */
export const toSrt = (timeline: Timeline): string => {
  const cues = inOrder(timeline.captions).map((caption, index) => {
    const [from, to] = [caption.start, caption.start + caption.duration].map(frame => clockTime(timeline, frame, ','))
    const lines = cueLines(caption.text)
    const speaker = caption.speaker === null ? '' : cueLines(caption.speaker).join(' ')
    if (speaker !== '') lines[0] = `${speaker}: ${lines[0] ?? ''}`
    return `${index + 1}\n${from} --> ${to}\n${lines.join('\n')}\n`
  })
  return cues.join('\n')
}
