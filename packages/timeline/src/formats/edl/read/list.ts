import type { Rate } from '../../../model.ts'
import { parsedOr } from '../../../schema/timeline.ts'
import * as z from 'zod'
import { requireReadable } from '../../limits.ts'
import { UnreadableTimeline } from '../../unreadable.ts'
import { lineAt } from '../../json/line-of.ts'
import { lacksNumber, looksLikeEvent, type ReadEvent, readLine } from './line.ts'
import { guessRate } from './rate.ts'

const noteSchema = z.object({
  timeline: z.string(),
  num: z.int().min(1),
  den: z.int().min(1),
  start: z.int().min(0),
  track: z.int().min(0).max(999),
  others: z.array(z.string()).exactOptional(),
})
const noteMark = '* STORYCANVAS: '
const listMark = `${noteMark}{"timeline":`

export type ReadList = {
  readonly title: string
  readonly rate: Rate
  readonly dropFrame: boolean
  /** Our own lists name the timeline and the timecode of its first frame. */
  readonly id: string | null
  readonly start: number | null
  /** Which of a timeline's lists it is. */
  readonly track: number | null
  readonly events: readonly ReadEvent[]
}

/** A note that our writer left in a comment line; an empty object for anything else. */
export const noteIn = (comment: string): unknown => {
  if (!comment.startsWith(noteMark)) return {}
  try {
    return JSON.parse(comment.slice(noteMark.length))
  } catch {
    return {}
  }
}

const mostEvents = 40_000

/** @throws UnreadableTimeline for more lines than a list can have, or for bytes that are no text. */
const linesOf = (text: string): string[] => {
  requireReadable('edl', text)
  const nul = text.indexOf('\u0000')
  if (nul >= 0) throw new UnreadableTimeline('EDL', lineAt(text, nul), 'list', 'holds a NUL character and is no text')
  // DOS ended its files with a character of their own.
  return text
    .replace(/^\ufeff/, '')
    .replaceAll('\u001a', '')
    .split(/\r\n|\n|\r/)
}

const listNote = (text: string): z.output<typeof noteSchema> | null => {
  const from = text.indexOf(listMark)
  return from < 0 ? null : parsedOr(noteSchema, noteIn(text.slice(from, text.indexOf('\n', from)).trimEnd()), null)
}

/** The rate that our own writer noted in a list with events; null for any other. */
export const notedRate = (text: string): Rate | null => {
  const note = listNote(text)
  return note && { num: note.num, den: note.den }
}

/** File names of the lists that belong to the same timeline as this first one, as our own writer notes them. */
export const otherLists = (text: string): readonly string[] => listNote(text)?.others ?? []

/** Lines of a list gathered into events. @throws UnreadableTimeline */
export const readList = (text: string, given: Rate | undefined): ReadList => {
  const lines = linesOf(text)
  const own = listNote(text)
  const rate = given ?? guessRate(text)
  const events: ReadEvent[] = []
  let title = ''
  let dropFrame = false
  let isModeTold = false
  let known = false
  lines.forEach((line, index) => {
    const trimmed = line.trim()
    if (/^TITLE:/i.test(trimmed)) {
      title = trimmed.slice(6).trim()
      known = true
    } else if (/^FCM:/i.test(trimmed)) {
      dropFrame = /^FCM:\s*DROP/i.test(trimmed)
      isModeTold = true
      known = true
    } else if (looksLikeEvent(trimmed) || lacksNumber(trimmed)) {
      const open = events.at(-1)
      const number = open && isSecondLine(open) ? open.lines[0]?.number : String(events.length + 1).padStart(3, '0')
      const numbered = looksLikeEvent(trimmed) ? trimmed : `${number} ${trimmed}`
      dropFrame ||= !isModeTold && /;\d\d$/.test(trimmed)
      const read = readLine(numbered, index + 1, rate, dropFrame && rate.den === 1001)
      const last = events.at(-1)
      if (last && last.lines[0]?.number === read.number && isSecondLine(last)) last.lines.push(read)
      else if (events.length < mostEvents) events.push({ lines: [read], comments: [] })
      else throw new UnreadableTimeline('EDL', index + 1, `event ${read.number}`, `comes after ${mostEvents} others`)
    } else if (trimmed !== '') {
      if (!known && events.length === 0 && !/^[*;#>]/.test(trimmed))
        throw new UnreadableTimeline('EDL', index + 1, 'header', `“${trimmed.slice(0, 40)}” begins no list`)
      const last = events.at(-1)
      last?.comments.push({ line: index + 1, text: trimmed, after: last.lines.length })
    }
  })
  if (events.length === 0 && !known) throw new UnreadableTimeline('EDL', 1, 'list', 'holds no event')
  return {
    title,
    rate,
    dropFrame: dropFrame && rate.den === 1001,
    id: own?.timeline ?? null,
    start: own?.start ?? null,
    track: own?.track ?? null,
    events,
  }
}

/** The first line of a pair is an outgoing cut without length. */
const isSecondLine = ({ lines, comments }: ReadEvent): boolean => {
  const [first] = lines
  return (
    lines.length === 1 &&
    comments.every(comment => /^M2/i.test(comment.text)) &&
    first?.transition === 'cut' &&
    first.recordIn === first.recordOut
  )
}
