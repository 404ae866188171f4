import { type Edges, edges as edgesOf, type Item, islands } from '../../layout.ts'
import type { Caption, Clip, Timeline, Track } from '../../model.ts'
import { toTime } from '../../time/conversion.ts'
import { add, type Fraction } from '../../time/fraction.ts'
import { noteText } from '../note.ts'
import { writeClip } from './clip.ts'
import { type Attachments, noAttachments, type Page } from './page.ts'
import { hasBlackTransition, writeStoryline } from './storyline.ts'
import { framesText, generatorStart, timeText } from './time.ts'

/** Something that hangs on the primary storyline from record frame `start`; written with its offset in the parent's time. */
export type Anchor = { readonly start: number; readonly write: (page: Page, offset: Fraction) => void }

const needsStoryline = (track: Track, clips: readonly Clip[], edges: Map<string, Edges>): boolean =>
  clips.length > 1 ||
  clips.some(clip => {
    const own = edges.get(clip.id)
    return (
      own !== undefined &&
      (hasBlackTransition(track, clip, 'in', own.buttedIn) || hasBlackTransition(track, clip, 'out', own.buttedOut))
    )
  })

const trackAnchors = (timeline: Timeline, track: Track, lane: number): Anchor[] => {
  const edges = edgesOf(track)
  return islands(track).flatMap((clips): Anchor[] => {
    const first = clips[0]
    const own = first && edges.get(first.id)
    const media = first && timeline.media[first.mediaId]
    if (!own || !media) return []
    const { start } = first
    if (!needsStoryline(track, clips, edges))
      return [
        {
          start,
          write: (page, offset) => writeClip(page, { clip: first, media, track, edges: own, offset, lane }, noAttachments),
        },
      ]
    const items = clips.map((clip): Item => ({ kind: 'clip', start: clip.start, duration: clip.duration, clip }))
    const write = (page: Page, offset: Fraction): void => {
      page.xml.open('spine', { lane, offset: timeText(offset) })
      writeStoryline({ ...page }, { ...track, clips }, items, start)
      page.xml.close()
    }
    return [{ start, write }]
  })
}

const captionAnchor = (caption: Caption, index: number, lane: number): Anchor => ({
  start: caption.start,
  write: ({ xml, timeline }, offset) => {
    const { rate } = timeline
    const style = `ts${index + 1}`
    xml.open('caption', {
      lane,
      offset: timeText(offset),
      name: caption.text.split('\n')[0],
      start: framesText(generatorStart(rate), rate),
      duration: framesText(caption.duration, rate),
      role: 'SRT?captionFormat=SRT.en',
    })
    xml.open('text', { placement: 'bottom' }).leaf('text-style', { ref: style }, caption.text).close()
    xml.open('text-style-def', { id: style })
    xml.leaf('text-style', {
      font: '.AppleSystemUIFont',
      fontSize: 13,
      fontFace: 'Regular',
      fontColor: '1 1 1 1',
      backgroundColor: '0 0 0 1',
    })
    xml.close()
    xml.leaf('note', {}, noteText({ id: caption.id, speaker: caption.speaker }))
    xml.close()
  },
})

/** Everything that does not lie in the primary storyline: further tracks on lanes of their own, and captions above them. */
export const anchors = (timeline: Timeline): Anchor[] => {
  const video = timeline.tracks.filter(track => track.kind === 'video').slice(1)
  const audio = timeline.tracks.filter(track => track.kind === 'audio')
  const found = [
    ...video.flatMap((track, index) => trackAnchors(timeline, track, index + 1)),
    ...audio.flatMap((track, index) => trackAnchors(timeline, track, -index - 1)),
    ...timeline.captions.map((caption, index) => captionAnchor(caption, index, video.length + 1)),
  ]
  return found.sort((a, b) => a.start - b.start)
}

/** Hands each item of the primary storyline, asked in order, what begins under it. */
export const attacher = (page: Page, found: readonly Anchor[]): ((item: Item) => Attachments) => {
  const markers = [...page.timeline.markers].sort((a, b) => a.at - b.at)
  let [nextAnchor, nextMarker] = [0, 0]
  return item => {
    const end = item.start + item.duration
    const firstAnchor = nextAnchor
    while ((found[nextAnchor]?.start ?? end) < end) nextAnchor++
    const firstMarker = nextMarker
    while ((markers[nextMarker]?.at ?? end) < end) nextMarker++
    const anchored = found
      .slice(firstAnchor, nextAnchor)
      .map(anchor => (local: Fraction) => anchor.write(page, add(local, toTime(anchor.start - item.start, page.timeline.rate))))
    return { anchored, markers: markers.slice(firstMarker, nextMarker) }
  }
}
