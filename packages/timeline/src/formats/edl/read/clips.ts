import { createClip } from '../../../make.ts'
import type { Clip, Rate } from '../../../model.ts'
import * as z from 'zod'
import { parsedOr } from '../../../schema/timeline.ts'
import type { Fraction } from '../../../time/fraction.ts'
import { UnreadableTimeline } from '../../unreadable.ts'
import { parseSpeed } from '../speed.ts'
import { noteIn } from './list.ts'
import type { ReadEvent, ReadLine } from './line.ts'

/** One piece of a track before it becomes a clip: black, or a stretch of a reel. */
export type Piece = {
  readonly clip: Clip | null
  /** The clip that a transition comes from, without length: at the instant at which the transition begins. */
  readonly outgoing: Clip | null
  /** Whether the list says that it comes from black. */
  readonly fromBlack: boolean
  readonly line: ReadLine
  /** The transition that it begins with, and whether that begins with black. */
  readonly begins: { readonly kind: 'dissolve' | 'wipe'; readonly wipe: number | null; readonly length: number } | null
}

const isBlack = (reel: string): boolean => reel === 'BL' || reel === 'BLK'

/**
 * The speed that an `M2` comment gives to one line of an event: found by reel (which lists cut off at different lengths), and
 * by place where both lines have one reel.
 */
const speedOf = (event: ReadEvent, line: ReadLine, rate: Rate): Fraction => {
  const at = event.lines.indexOf(line) + 1
  const sameReel = event.lines.length === 2 && event.lines[0]?.reel === event.lines[1]?.reel
  const found = event.comments.flatMap(({ text, after, line }) => {
    const match = text.length <= 300 ? /^M2\s+(\S.*?)\s+(\S+)\s+\d\d[:;]\d\d[:;]\d\d[:;]\d\d/i.exec(text) : null
    return match && (!sameReel || after === at) ? [{ reel: match[1] ?? '', speed: match[2] ?? '0', line }] : []
  })
  const named = found.find(({ reel }) => reel === line.reel)
  const isOther = (reel: string): boolean => event.lines.some(other => other !== line && other.reel === reel)
  const near = named ?? found.find(({ reel }) => !isOther(reel) && (reel.startsWith(line.reel) || line.reel.startsWith(reel)))
  if (!near) return { num: 1, den: 1 }
  try {
    return parseSpeed(near.speed, rate)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new UnreadableTimeline('EDL', near.line, `event ${line.number}`, cause.message, { cause })
  }
}

const comment = (event: ReadEvent, pattern: RegExp): string | null => {
  for (const { text } of event.comments) {
    const found = pattern.exec(text)?.[1]
    if (found !== undefined) return found.trim()
  }
  return null
}

const noteSchema = z
  .object({
    clip: z.string(),
    media: z.string(),
    name: z.string(),
    still: z.boolean(),
    from: z.string(),
    source: z.string(),
    transition: z.string(),
    in: z.int().min(0),
    fadeIn: z.int().min(1),
    fadeOut: z.int().min(1),
    late: z.int().min(0).max(1),
  })
  .partial()

/** What an event's comments tell about its clips. */
export type Description = {
  readonly name: string | null
  readonly fromName: string | null
  readonly file: string | null
  readonly note: z.output<typeof noteSchema>
}

export const describe = (event: ReadEvent): Description => {
  const to = comment(event, /^\*?\s*TO CLIP NAME:(.*)$/i)
  const fromName = comment(event, /^\*?\s*FROM CLIP NAME:(.*)$/i)
  const notes = event.comments.map(({ text }) => parsedOr(noteSchema, noteIn(text), {}))
  return {
    name: to ?? fromName,
    fromName,
    file: comment(event, /^\*?\s*(?:SOURCE FILE|FROM CLIP|FROM FILE):(.*)$/i),
    note: notes.reduce<Description['note']>((all, one) => ({ ...all, ...one }), {}),
  }
}

/** Ids and media of what an event puts on a track. */
export type PieceNames = { readonly id: (wanted: string) => string; readonly mediaOf: (line: ReadLine) => string }

/** The piece that an event puts on a track. */
export const pieceOf = (event: ReadEvent, rate: Rate, start: number, { id, mediaOf }: PieceNames): Piece | null => {
  const line = event.lines.at(-1)
  const first = event.lines.length > 1 ? event.lines[0] : undefined
  if (!line || line.recordOut <= line.recordIn) return null
  const begins =
    line.transition === 'cut'
      ? null
      : { kind: line.transition, wipe: line.wipe, length: Math.min(line.length, line.recordOut - line.recordIn) }
  const { name, fromName, note } = describe(event)
  const make = (from: ReadLine, name: string | null, wanted: string | undefined): Clip =>
    createClip({
      id: id(wanted ?? 'clip'),
      name: name ?? from.reel,
      mediaId: mediaOf(from),
      start: from.recordIn - start,
      duration: from.recordOut - from.recordIn,
      sourceIn: from.sourceIn,
      speed: speedOf(event, from, rate),
    })
  const outgoing =
    begins && first && !isBlack(first.reel) ? { ...make(first, fromName, undefined), id: note.from ?? 'clip' } : null
  const noted = (clip: Clip): Clip => {
    const fadeIn = Math.min(note.fadeIn ?? 0, clip.duration)
    return { ...clip, fadeIn, fadeOut: Math.min(note.fadeOut ?? 0, clip.duration - fadeIn) }
  }
  return {
    clip: isBlack(line.reel) ? null : noted(make(line, name, note.clip)),
    outgoing,
    fromBlack: first !== undefined && isBlack(first.reel),
    line,
    begins,
  }
}
