import { invalidField } from '../../platform/http/problem.ts'

const time = /^(\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s+-->\s+(\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}/

/** WebVTT of captions that somebody brought as WebVTT or SubRip (SRT). Throws for what is neither, or holds no cue. */
export function webVttOf(text: string): string {
  const lines = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  if (!hasCues(lines))
    throw invalidField('text', 'holds no captions; send WebVTT or SubRip (SRT) with a time before each caption')
  if (/^WEBVTT([ \t\n]|$)/.test(lines)) return lines
  return `WEBVTT\n\n${lines.split('\n').map(fromSubRip).join('\n').trim()}\n`
}

export const hasCues = (text: string) => text.split('\n').some(line => time.test(line.trim()))

/** SubRip differs in the comma of its times and in a few marks of fonts. */
function fromSubRip(line: string): string {
  if (time.test(line.trim())) return line.trim().replaceAll(/[\d:]+[.,]\d{1,3}/g, wholeTime)
  return line.replaceAll(/<\/?font[^>]*>|\{\\an\d\}/gi, '').replaceAll('-->', '→')
}

function wholeTime(given: string): string {
  const [clock = '', fraction = ''] = given.split(/[.,]/)
  const parts = clock.split(':').map(part => part.padStart(2, '0'))
  return `${(parts.length === 2 ? ['00', ...parts] : parts).join(':')}.${fraction.padEnd(3, '0')}`
}
