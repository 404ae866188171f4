import type { Caption, Timeline } from '../model.ts'
import { clockTime, cueLines, inOrder } from './cues.ts'

// A bare `<`, `&` or `-->` in cue text is markup: https://www.w3.org/TR/webvtt1/#webvtt-cue-text-parsing-rules
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const payload = (caption: Caption): string => {
  const lines = cueLines(caption.text).map(escape)
  const speaker = caption.speaker === null ? '' : cueLines(caption.speaker).map(escape).join(' ')
  if (speaker !== '') lines[0] = `<v ${speaker}>${lines[0] ?? ''}`
  return lines.join('\n')
}

/** The captions as WebVTT; speakers become voice spans. */
export const toWebVtt = (timeline: Timeline): string => {
  const cues = inOrder(timeline.captions).map(caption => {
    const [from, to] = [caption.start, caption.start + caption.duration].map(frame => clockTime(timeline, frame, '.'))
    return `${from} --> ${to}\n${payload(caption)}\n`
  })
  return ['WEBVTT\n', ...cues].join('\n')
}
