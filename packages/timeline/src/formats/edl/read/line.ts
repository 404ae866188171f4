import type { Rate } from '../../../model.ts'
import { parseTimecode } from '../../../time/timecode.ts'
import { UnreadableTimeline } from '../../unreadable.ts'

/** One line of four timecodes as it was read; frames on the list's grid. */
export type ReadLine = {
  readonly line: number
  readonly number: string
  readonly reel: string
  readonly channels: readonly { readonly kind: 'video' | 'audio'; readonly lane: number }[]
  readonly transition: 'cut' | 'dissolve' | 'wipe'
  readonly wipe: number | null
  readonly length: number
  readonly sourceIn: number
  readonly sourceOut: number
  readonly recordIn: number
  readonly recordOut: number
}

/** `after` counts the lines of timecodes above a comment: between the two of a pair it is 1. */
export type ReadEvent = {
  readonly lines: ReadLine[]
  readonly comments: { readonly line: number; readonly text: string; readonly after: number }[]
}

/** Channels of a list: `V`, `A`, `A2`, `AA`, `B` (picture and first sound), `AA/V`. */
const channelsOf = (text: string): ReadLine['channels'] | null => {
  const found: { kind: 'video' | 'audio'; lane: number }[] = []
  for (const part of text.toUpperCase().split('/')) {
    if (part === 'V' || part === 'VA1') found.push({ kind: 'video', lane: 0 })
    else if (part === 'B') found.push({ kind: 'video', lane: 0 }, { kind: 'audio', lane: 0 })
    else if (part === 'AA') found.push({ kind: 'audio', lane: 0 }, { kind: 'audio', lane: 1 })
    else if (/^(V?)A(\d{0,2})$/.test(part))
      found.push({ kind: 'audio', lane: Math.max(1, Number(/\d*$/.exec(part)?.[0] || 1)) - 1 })
    else if (/^V(\d{1,2})$/.test(part)) found.push({ kind: 'video', lane: Number(part.slice(1)) - 1 })
    else if (part !== 'NONE') return null
  }
  return found
}

const timecodeField = '(\\d{1,2}[:;]\\d{2}[:;]\\d{2}[:;.,]\\d{2,3})'
const pattern = new RegExp(
  `^(\\d{1,8}[A-Z]?)\\s+(\\S.*?|)\\s+(\\S+)\\s+(C|D|W\\d{1,3}|K[BO]?|K)\\s+(?:(\\d{1,4})\\s+)?${[1, 2, 3, 4].map(() => timecodeField).join('\\s+')}\\s*$`,
  'i',
)

/** Whether a line begins like an event and holds a timecode; comments of some programs begin with a number. */
export const looksLikeEvent = (text: string): boolean => /^\d{1,8}[A-Z]?\s/i.test(text) && /\d[:;]\d\d[:;]\d\d/.test(text)

const unnumbered = new RegExp(
  `^\\S.{0,140}?\\s+(?:C|D|W\\d{1,3})\\s+(?:\\d{1,4}\\s+)?${[1, 2, 3, 4].map(() => timecodeField).join('\\s+')}\\s*$`,
  'i',
)

/** Whether a line is an event that lacks its number, as lists written by hand do. */
export const lacksNumber = (text: string): boolean =>
  text.length <= longestLine && !/^[*;#>]/.test(text) && !looksLikeEvent(text) && unnumbered.test(text)

/** Names of reels have up to 129 characters, and a pattern over a line of millions would never end. */
const longestLine = 1000

/**
 * Reads one line of timecodes; columns are taken by what stands in them, as real lists shift them.
 * @throws UnreadableTimeline
 */
export const readLine = (text: string, line: number, rate: Rate, dropFrame: boolean): ReadLine => {
  const element = `event ${/^\S+/.exec(text)?.[0] ?? ''}`
  const refuse = (reason: string): never => {
    throw new UnreadableTimeline('EDL', line, element, reason)
  }
  const match = text.length <= longestLine ? pattern.exec(text.trim()) : null
  if (!match) return refuse('has no reel, channel, transition and four timecodes')
  const [, number = '', reel = '', channel = '', kind = '', length, ...times] = match
  const channels = channelsOf(channel) ?? refuse(`channel “${channel}” is unknown`)
  const letter = kind[0]?.toUpperCase()
  if (letter === 'K') return refuse('is a key, which has no place on one track')
  const frames = times.map(time => {
    try {
      return parseTimecode(time, rate, dropFrame).frames
    } catch (error) {
      return refuse(error instanceof RangeError ? error.message : String(error))
    }
  })
  const [sourceIn = 0, sourceOut = 0, recordIn = 0, recordOut = 0] = frames
  return {
    line,
    number,
    reel: reel.trim() || 'AX',
    channels,
    transition: letter === 'D' ? 'dissolve' : letter === 'W' ? 'wipe' : 'cut',
    wipe: letter === 'W' ? Number(kind.slice(1)) : null,
    length: letter === 'C' ? 0 : Number(length ?? 0),
    sourceIn,
    sourceOut,
    recordIn,
    recordOut,
  }
}
