import type { Clip, Media, Timeline, Track, Transition } from '../../model.ts'
import { formatTimecode } from '../../time/timecode.ts'
import { noteText } from '../note.ts'
import { toAscii } from './ascii.ts'
import type { EventLine, ListEvent } from './event.ts'
import type { EdlStyle } from './options.ts'
import { type Sides, sidesOf } from './sides.ts'
import { sourcePosition } from './source-position.ts'
import { speedText } from './speed.ts'

export type TrackList = {
  readonly timeline: Timeline
  readonly track: Track
  readonly channel: string
  readonly reels: ReadonlyMap<string, string>
  readonly style: EdlStyle
  /** Comment lines that name a clip's file, as the style wants them. */
  readonly fileComments: (media: Media) => readonly string[]
}

const transitionName = (transition: Transition | null): string =>
  transition?.kind === 'wipe' ? `W${String(transition.wipe ?? 1).padStart(3, '0')}` : 'D'

/** Events of one track in record order. Clips that are disabled or whose media is unknown leave a hole. */
export const trackEvents = (list: TrackList): { start: number; event: ListEvent }[] => {
  const { timeline, track, channel, reels } = list
  const sides = sidesOf(timeline, track, list.style)
  const events: { start: number; event: ListEvent }[] = []
  const line = (clip: Clip, from: number, to: number, transition: string, length: number | null): EventLine => {
    const media = timeline.media[clip.mediaId] as Media
    const sourceIn = sourcePosition(clip, media, timeline, from - clip.start)
    const passed = sourcePosition(clip, media, timeline, to - clip.start) - sourceIn
    const frozen = clip.speed.num === 0 && to > from ? 1 : Math.abs(passed)
    const reel = reels.get(clip.mediaId) ?? 'AX'
    return { reel, channel, transition, length, sourceIn, sourceOut: sourceIn + frozen, recordIn: from, recordOut: to }
  }

  const black = (from: number, to: number, transition: string, length: number | null): EventLine => ({
    reel: 'BL',
    channel,
    transition,
    length,
    sourceIn: 0,
    sourceOut: to - from,
    recordIn: from,
    recordOut: to,
  })

  const speedComment = (clip: Clip, { sourceIn, reel }: EventLine): string[] =>
    clip.speed.num === clip.speed.den || timeline.media[clip.mediaId]?.kind === 'image'
      ? []
      : [
          `M2   ${reel.padEnd(8)} ${speedText(clip.speed, timeline.rate)}                ${formatTimecode(sourceIn, timeline.rate, timeline.timecode.dropFrame).replace(';', ':')}`,
        ]

  const clipComments = (clip: Clip, { begin: { transition, neighbour }, noted }: Sides): string[] => {
    const cross =
      transition && neighbour
        ? { transition: transition.id, in: transition.inOffset, from: neighbour.id, source: neighbour.mediaId }
        : {}
    const media = timeline.media[clip.mediaId] as Media
    const known = {
      ...(media.name !== reels.get(media.id) && { name: media.name }),
      ...(media.kind === 'image' && { still: true }),
    }
    const note = noteText({ clip: clip.id, media: media.id, ...known, ...cross, ...noted })
    return [...list.fileComments(media), `* STORYCANVAS: ${note}`]
  }

  for (const clip of track.clips) {
    const own = sides.get(clip.id)
    if (!own) continue
    const { begin, finish, from, to } = own
    const name = toAscii(clip.name)
    if (begin.length === 0 && to > from) {
      const only = line(clip, from, to, 'C', null)
      events.push({
        start: from,
        event: {
          lines: [only],
          comments: [...speedComment(clip, only), `* FROM CLIP NAME: ${name}`, ...clipComments(clip, own)],
        },
      })
    }
    if (begin.length > 0) {
      const { neighbour } = begin
      const before = neighbour ? line(neighbour, from, from, 'C', null) : black(from, from, 'C', null)
      const after = line(clip, from, to, transitionName(begin.transition), begin.length)
      const leading = neighbour ? speedComment(neighbour, before) : []
      // An M2 line names its clip by reel alone.
      const separate = before.reel === after.reel
      const comments = [
        ...(separate ? [] : leading),
        ...speedComment(clip, after),
        ...(neighbour ? [`* FROM CLIP NAME: ${toAscii(neighbour.name)}`] : []),
        `* TO CLIP NAME: ${name}`,
        ...clipComments(clip, own),
      ]
      events.push({ start: from, event: { lines: [before, after], comments, ...(separate && { between: leading }) } })
    }
    if (finish.length > 0 && !finish.neighbour) {
      const before = line(clip, to, to, 'C', null)
      const after = black(to, to + finish.length, transitionName(finish.transition), finish.length)
      events.push({
        start: to,
        event: {
          lines: [before, after],
          comments: [
            ...speedComment(clip, before),
            `* FROM CLIP NAME: ${name}`,
            `* STORYCANVAS: ${noteText({ from: clip.id, source: clip.mediaId })}`,
          ],
        },
      })
    }
  }
  return events
}
