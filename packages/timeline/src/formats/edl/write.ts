import { requireValid } from '../../check/validate.ts'
import type { Media, Timeline } from '../../model.ts'
import { fileName } from '../file-name.ts'
import type { Chosen, WriteSettings, Written, WrittenFile } from '../format.ts'
import { lossList } from '../losses.ts'
import { noteText } from '../note.ts'
import { mediaPath } from '../media-address.ts'
import { toAscii } from './ascii.ts'
import { lineText, type ListEvent, timecodes } from './event.ts'
import { listTracks } from './list-tracks.ts'
import { listEdlLosses } from './losses.ts'
import { type Locator, locators } from './locators.ts'
import type { EdlStyle, edlOptions } from './options.ts'
import { reelNames } from './reels.ts'
import { trackEvents } from './track-events.ts'

/** Premiere calls media UNKNOWN as soon as a comment names a path. */
const fileComments =
  (style: EdlStyle, mediaBase: string | undefined) =>
  (media: Media): string[] => {
    const path = style === 'premiere' ? null : mediaPath(media, mediaBase)
    if (path === null) return []
    return [style === 'avid' ? `* FROM CLIP: ${toAscii(path)}` : `* SOURCE FILE: ${toAscii(path)}`]
  }

const withLocators = (events: readonly { start: number; event: ListEvent }[], marks: readonly Locator[]): ListEvent[] => {
  let next = 0
  return events.map(({ event }, index) => {
    const until = events[index + 1]?.start ?? Number.POSITIVE_INFINITY
    const first = next
    while ((marks[next]?.at ?? Number.POSITIVE_INFINITY) < until) next++
    return { ...event, comments: [...event.comments, ...marks.slice(first, next).map(mark => mark.text)] }
  })
}

type List = { readonly suffix: string; readonly track: number; readonly events: readonly ListEvent[]; readonly digits: number }

const listText = (timeline: Timeline, { suffix, track, events, digits }: List, others: readonly string[]): string => {
  const timecode = timecodes(timeline)
  const title = toAscii(`${timeline.name}${suffix}`)
  const lines = [`TITLE: ${title}`, `FCM: ${timeline.timecode.dropFrame ? 'DROP FRAME' : 'NON-DROP FRAME'}`]
  const { id, rate } = timeline
  const note = noteText({ timeline: id, ...rate, start: timeline.timecode.start, track, ...(others.length > 0 && { others }) })
  events.forEach((event, index) => {
    const number = String(index + 1).padStart(digits, '0')
    event.lines.forEach((line, at) => {
      if (at === 1 && event.between) lines.push(...event.between)
      lines.push(lineText(number, line, timecode, timeline.timecode.start))
    })
    for (const comment of event.comments) lines.push(comment)
    // OpenTimelineIO refuses a list with a comment before its first event.
    if (index === 0) lines.push(`* STORYCANVAS: ${note}`)
  })
  return `${lines.join('\r\n')}\r\n`
}

/**
 * CMX 3600 lists, one per video track with four sound tracks each. Dissolves and wipes are pairs of lines under one event
 * number, fades are dissolves with black. Tracks that show nothing have no list. Lists of more than 999 events become several, or have six-digit numbers.
 * @throws InvalidTimeline
 */
export const writeEdl = (timeline: Timeline, options: Chosen<typeof edlOptions> & WriteSettings = {}): Written => {
  requireValid(timeline)
  const { style = 'premiere', longLists = 'split', mediaBase } = options
  const reels = reelNames(timeline)
  const list = lossList()
  listEdlLosses(timeline, list, style, reels)
  const base = fileName(options.fileName ?? timeline.name)
  const lists = listTracks(timeline)
  const marks = locators(timeline, timecodes(timeline))
  const all = lists.flatMap((tracks, index): List[] => {
    const events = tracks
      .flatMap(({ track, channel }) =>
        trackEvents({ timeline, track, channel, reels, style, fileComments: fileComments(style, mediaBase) }),
      )
      .sort((a, b) => a.start - b.start)
    const listed = withLocators(events, index === 0 ? marks : [])
    const part = longLists === 'split' ? 999 : Math.max(1, listed.length)
    const parts = Math.max(1, Math.ceil(listed.length / part))
    const track = lists.length > 1 ? `_V${index + 1}` : ''
    return Array.from({ length: parts }, (_, at) => ({
      suffix: `${track}${parts > 1 ? `_${at + 1}of${parts}` : ''}`,
      track: index,
      events: listed.slice(at * part, (at + 1) * part),
      digits: listed.length > 999 && longLists === 'six-digit' ? 6 : 3,
    }))
  })
  const shown = all.filter(one => one.events.length > 0)
  const written = shown.length > 0 ? shown : all.slice(0, 1)
  const names = written.map(({ suffix }) => `${base}${suffix}.edl`)
  const files = written.map((one, index): WrittenFile => {
    const text = listText(timeline, one, index === 0 ? names.slice(1) : [])
    return { name: names[index] ?? base, type: 'text/plain', text }
  })
  return { files, losses: list.losses }
}
