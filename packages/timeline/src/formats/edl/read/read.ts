import { createMarker } from '../../../make.ts'
import type { Clip, Marker, MarkerColour } from '../../../model.ts'
import { allowsDropFrame } from '../../../time/rate.ts'
import { parseTimecode } from '../../../time/timecode.ts'
import { Draft } from '../../draft.ts'
import type { ReadResult, ReadSettings } from '../../read.ts'
import { UnreadableTimeline } from '../../unreadable.ts'
import { describe, pieceOf } from './clips.ts'
import type { ReadEvent, ReadLine } from './line.ts'
import { notedRate, type ReadList, readList } from './list.ts'
import { type ReelUse, settleReels } from './media.ts'
import { joinPieces, type NotedPiece, type TransitionNote } from './track.ts'

const colours: { readonly [name: string]: MarkerColour } = {
  MAGENTA: 'purple',
  RED: 'red',
  GREEN: 'green',
  BLUE: 'blue',
  CYAN: 'cyan',
  YELLOW: 'yellow',
  WHITE: 'white',
  BLACK: 'black',
  PINK: 'pink',
  ORANGE: 'orange',
  PURPLE: 'purple',
}

const markersOf = (event: ReadEvent, list: ReadList, start: number, draft: Draft): Marker[] =>
  event.comments.flatMap(({ line, text }): Marker[] => {
    const match = /^\*?\s*LOC:\s*(\d\d[:;]\d\d[:;]\d\d[:;.]\d\d)\s*(\w*)\s*(.*)$/i.exec(text)
    if (!match) return []
    try {
      const at = parseTimecode(match[1] ?? '', list.rate, list.dropFrame).frames - start
      return at < 0
        ? []
        : [
            createMarker({
              id: draft.id('marker'),
              at,
              name: (match[3] ?? '').trim(),
              colour: colours[(match[2] ?? '').toUpperCase()] ?? 'blue',
            }),
          ]
    } catch (error) {
      throw new UnreadableTimeline('EDL', line, 'locator', error instanceof Error ? error.message : String(error))
    }
  })

type Channel = { readonly kind: 'video' | 'audio'; readonly lane: number; readonly pieces: NotedPiece[] }

/** The reels of several lists, found by reel name or by the media that our own writer has noted. */
class Reels {
  readonly uses = new Map<string, ReelUse>()
  readonly #ids = new Map<string, string>()
  readonly #draft: Draft

  constructor(draft: Draft) {
    this.#draft = draft
  }

  mediaOf(line: ReadLine, event: ReadEvent): string {
    const { file, name, fromName, note } = describe(event)
    const isOutgoing = line !== event.lines.at(-1)
    // AX is any source at all: the clip's name tells them apart.
    const key = line.reel === 'AX' ? `AX ${isOutgoing ? (fromName ?? '') : (file ?? name ?? '')}` : line.reel
    let id = this.#ids.get(key)
    if (id === undefined) {
      id = this.#draft.id((isOutgoing ? note.source : note.media) ?? key.replace(/^AX /, ''))
      this.#ids.set(key, id)
      this.uses.set(id, { reel: line.reel, file: isOutgoing ? null : file, picture: false, sound: false })
    }
    const use = this.uses.get(id)
    if (use && !isOutgoing)
      Object.assign(use, { ...(note.name !== undefined && { name: note.name }), ...(note.still && { isStill: true }) })
    for (const channel of line.channels) if (use) use[channel.kind === 'video' ? 'picture' : 'sound'] = true
    return id
  }
}

const checkLengths = (line: ReadLine, draft: Draft, hasSpeed: boolean): void => {
  const element = `event ${line.number}`
  if (line.recordOut < line.recordIn) throw new UnreadableTimeline('EDL', line.line, element, 'ends before it begins')
  if (!hasSpeed && line.sourceOut - line.sourceIn !== line.recordOut - line.recordIn)
    draft.note(
      { line: line.line, name: element },
      'Source and record differ in length without a speed; it comes at normal speed.',
    )
}

const readChannels = (
  list: ReadList,
  index: number,
  start: number,
  reels: Reels,
  draft: Draft,
  channels: Map<string, Channel>,
): void => {
  for (const event of list.events) {
    const hasSpeed = event.comments.some(comment => /^M2/i.test(comment.text))
    for (const line of event.lines) checkLengths(line, draft, hasSpeed)
    draft.markers.push(...markersOf(event, list, start, draft))
    const { note } = describe(event)
    const transition: TransitionNote | null =
      note.transition === undefined ? null : { id: note.transition, inOffset: note.in ?? 0, late: note.late ?? 0 }
    const last = event.lines.at(-1)
    for (const { kind, lane } of last?.channels ?? []) {
      const own = kind === 'video' ? index + lane : 4 * index + lane
      const key = `${kind} ${own}`
      const channel = channels.get(key) ?? { kind, lane: own, pieces: [] }
      channels.set(key, channel)
      const piece = pieceOf(event, list.rate, start, {
        id: wanted => draft.id(wanted),
        mediaOf: line => reels.mediaOf(line, event),
      })
      if (piece) channel.pieces.push({ ...piece, transition })
    }
  }
}

const placed = (draft: Draft, kind: 'video' | 'audio', lane: number, clip: Clip): ReturnType<Draft['place']> => {
  try {
    return draft.place(kind, lane, clip)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new UnreadableTimeline('EDL', 1, `clip “${clip.name}”`, cause.message, { cause })
  }
}

/**
 * Reads CMX 3600 lists of one timeline, one for each video track. The rate is taken from `settings`, from what our own writer
 * noted, or guessed from the frame numbers.
 * @throws UnreadableTimeline with line and event.
 */
export const readEdlLists = (texts: readonly string[], settings: ReadSettings = {}): ReadResult => {
  const rate = settings.rate ?? texts.map(notedRate).find(one => one !== null)
  const lists = texts.map(text => readList(text, rate))
  const [first] = lists
  if (!first) throw new UnreadableTimeline('EDL', null, null, 'no list')
  const draft = new Draft()
  const records = lists.flatMap(list => list.events.flatMap(event => event.lines.map(line => line.recordIn)))
  // A list without events has no note.
  const noted = lists.find(list => list.id !== null)
  const start = noted?.start ?? records.reduce((least, frame) => Math.min(least, frame), records[0] ?? 0)
  const reels = new Reels(draft)
  const channels = new Map<string, Channel>()
  lists.forEach((list, index) => readChannels(list, list.track ?? index, start, reels, draft, channels))
  const joined = [...channels.values()].map(({ kind, lane, pieces }) => ({ kind, lane, ...joinPieces(pieces, draft) }))
  const settled = settleReels(joined, reels.uses, first.rate, draft)
  for (const { kind, lane, clips, transitions } of joined) {
    let previous: unknown = null
    const cuts = new Map(transitions.map(transition => [transition.cut, transition]))
    for (const clip of clips) {
      if (clip.start < 0) throw new UnreadableTimeline('EDL', null, `clip “${clip.name}”`, 'lies before the start of the list')
      const track = placed(draft, kind, lane, settled(clip))
      const transition = cuts.get(clip.start)
      if (transition && previous === track) track.transitions.push(transition)
      previous = track
    }
  }
  return draft.finish({
    id: noted?.id ?? (first.title || 'list'),
    name: first.title,
    rate: first.rate,
    timecode: { start, dropFrame: first.dropFrame && allowsDropFrame(first.rate) },
    canvas: { width: 1920, height: 1080 },
    audioRate: 48000,
    metadata: {},
  })
}

/** Reads one list. @throws UnreadableTimeline */
export const readEdl = (text: string, settings: ReadSettings = {}): ReadResult => readEdlLists([text], settings)
