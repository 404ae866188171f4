import type { Clip, Marker, Rate, Track } from '../../model.ts'
import { toTime } from '../../time/conversion.ts'
import { add, type Fraction } from '../../time/fraction.ts'
import type { XmlWriter } from '../../xml/writer.ts'
import { noteText } from '../note.ts'
import { writeVideoAdjustments, writeVolume } from './adjust.ts'
import type { Attachments, Page, PlacedClip } from './page.ts'
import { framesText, generatorStart, timeText } from './time.ts'
import { timing, writeTiming } from './timing.ts'

/** What our reader takes back and Final Cut keeps as custom metadata. */
const clipNote = (clip: Clip, isStill: boolean): string =>
  noteText({
    id: clip.id,
    name: clip.name,
    ...(!clip.enabled && { enabled: false }),
    // A still has no sound whose volume could say it.
    ...(isStill && clip.gainDb !== 0 && { gainDb: clip.gainDb }),
    ...(clip.motion && { motion: clip.motion }),
    ...(clip.markers.length > 0 && { markers: clip.markers.map(markerNote) }),
    ...(Object.keys(clip.metadata).length > 0 && { metadata: clip.metadata }),
  })

/** Roles take the place of tracks; a dot would begin a subrole. */
const role = (track: Track): string => track.name.replace(/[.?]/g, ' ').trim() || (track.kind === 'audio' ? 'dialogue' : 'video')

/** What a marker element does not hold; it lasts a frame at least. */
const markerNote = ({ id, at, name, colour, duration }: Marker): object => ({
  id,
  at,
  name,
  colour,
  ...(duration === 0 && { duration }),
})

const writeMarkers = (xml: XmlWriter, markers: readonly Marker[], start: Fraction, from: number, rate: Rate): void => {
  for (const marker of markers)
    xml.leaf('marker', {
      start: timeText(add(start, toTime(marker.at - from, rate))),
      duration: framesText(Math.max(1, marker.duration), rate),
      value: marker.name,
      note: marker.note === '' ? undefined : marker.note,
    })
}

/** One clip with all that hangs on it: stills as `video`, everything else as `asset-clip`. */
export const writeClip = (page: Page, placed: PlacedClip, attachments: Attachments): void => {
  const { xml, timeline, resources } = page
  const { clip, media, track, edges } = placed
  const time = timing(clip, media, edges, timeline)
  const shared = {
    ref: resources.asset(media),
    lane: placed.lane ?? undefined,
    offset: timeText(placed.offset),
    name: clip.name,
    start: timeText(time.start),
    duration: framesText(clip.duration, timeline.rate),
    // There is no muted track: its clips are switched off.
    enabled: clip.enabled && !track.muted ? undefined : '0',
  }
  const still = media.kind === 'image'
  if (still) xml.open('video', { ...shared, role: role(track) }).leaf('note', {}, clipNote(clip, still))
  else
    xml.open('asset-clip', {
      ...shared,
      srcEnable: media.kind === 'video' && media.audio ? track.kind : undefined,
      format: resources.mediaFormat(media),
      tcFormat: 'NDF',
      [track.kind === 'audio' ? 'audioRole' : 'videoRole']: role(track),
    })
  writeTiming(xml, time, media, timeline)
  writeVideoAdjustments(page, placed, time.start)
  if (!still) writeVolume(page, placed)
  for (const anchor of attachments.anchored) anchor(time.start)
  writeMarkers(xml, clip.markers, time.start, 0, timeline.rate)
  writeMarkers(xml, attachments.markers, time.start, clip.start, timeline.rate)
  if (!still)
    xml
      .open('metadata')
      .leaf('md', { key: 'com.storycanvas.clip', value: clipNote(clip, still) })
      .close()
  xml.close()
}

/** A hole in a storyline, which Final Cut never leaves open. */
export const writeGap = (page: Page, offset: Fraction, from: number, duration: number, attachments: Attachments): void => {
  const { xml, timeline } = page
  const { rate } = timeline
  const start = toTime(generatorStart(rate), rate)
  const attributes = { name: 'Gap', offset: timeText(offset), start: timeText(start), duration: framesText(duration, rate) }
  if (attachments.anchored.length === 0 && attachments.markers.length === 0) {
    xml.leaf('gap', attributes)
    return
  }
  xml.open('gap', attributes)
  for (const anchor of attachments.anchored) anchor(start)
  writeMarkers(xml, attachments.markers, start, from, rate)
  xml.close()
}
