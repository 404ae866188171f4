import type { Edges } from '../../layout.ts'
import type { Clip, Media, Timeline } from '../../model.ts'
import type { XmlWriter } from '../../xml/writer.ts'
import { noteText } from '../note.ts'
import type { Files } from './file.ts'
import { type FileTrack, itemId, type Linked } from './links.ts'
import { writeRate } from './rate.ts'
import { type SourcePoints, sourcePoints } from './source-points.ts'

export type Page = {
  readonly xml: XmlWriter
  readonly timeline: Timeline
  readonly files: Files
  /** Numbers of clips, from which their items take unique ids. */
  readonly numbers: ReadonlyMap<string, number>
  readonly linksOf: (clip: Clip) => readonly Linked[]
}

const writeParameter = (xml: XmlWriter, id: string, value: string | number, range?: readonly [number, number]): void => {
  xml.open('parameter').leaf('parameterid', {}, id).leaf('name', {}, id)
  if (range) xml.leaf('valuemin', {}, range[0]).leaf('valuemax', {}, range[1])
  xml.leaf('value', {}, value).close()
}

const openEffect = (xml: XmlWriter, name: string, id: string, category: string, type: string, mediaType: string): void => {
  xml.open('filter').open('effect').leaf('name', {}, name).leaf('effectid', {}, id).leaf('effectcategory', {}, category)
  xml.leaf('effecttype', {}, type).leaf('mediatype', {}, mediaType)
}

const writeSpeed = (xml: XmlWriter, { speed }: Clip): void => {
  if (speed.num === speed.den || speed.num === 0) return
  openEffect(xml, 'Time Remap', 'timeremap', 'motion', 'motion', 'video')
  writeParameter(xml, 'variablespeed', 0, [0, 1])
  writeParameter(xml, 'speed', (Math.abs(speed.num) * 100) / speed.den, [-100000, 100000])
  writeParameter(xml, 'reverse', speed.num < 0 ? 'TRUE' : 'FALSE')
  writeParameter(xml, 'frameblending', 'FALSE')
  xml.close().close()
}

// Levels are linear in this format: 0 dB is 1, and 12 dB the most that its sliders reach.
const writeGain = (xml: XmlWriter, gainDb: number): void => {
  openEffect(xml, 'Audio Levels', 'audiolevels', 'audiolevels', 'audiolevels', 'audio')
  writeParameter(xml, 'level', Number((10 ** (gainDb / 20)).toPrecision(8)), [0, 3.98109])
  xml.close().close()
}

/** What our reader takes back where the item's points still are what they were. */
const clipNote = (clip: Clip, points: SourcePoints): string =>
  noteText({
    clip: clip.id,
    in: points.in,
    sourceIn: clip.sourceIn,
    speed: clip.speed,
    gainDb: clip.gainDb,
    fadeIn: clip.fadeIn,
    fadeOut: clip.fadeOut,
    ...(clip.motion && { motion: clip.motion }),
    ...(clip.markers.length > 0 && { markers: clip.markers }),
    ...(Object.keys(clip.metadata).length > 0 && { metadata: clip.metadata }),
  })

/** Whether a fade lies beside a gap, where a transition with black can say it. */
export const fadesToBlack = (clip: Clip, edges: Edges, edge: 'in' | 'out'): boolean =>
  edge === 'in' ? clip.fadeIn > 0 && !edges.buttedIn : clip.fadeOut > 0 && !edges.buttedOut

/** One clip as a clip item. Under a transition its `start` or `end` is -1, and its points reach to the transition's far side. */
export const writeClipItem = (page: Page, track: FileTrack, clip: Clip, media: Media, edges: Edges): void => {
  const { xml, timeline, numbers } = page
  const points = sourcePoints(clip, media, edges, timeline)
  const end = clip.start + clip.duration
  xml.open('clipitem', { id: itemId(clip, track, numbers) }).leaf('name', {}, clip.name)
  xml.leaf('enabled', {}, clip.enabled ? 'TRUE' : 'FALSE').leaf('duration', {}, points.duration)
  writeRate(xml, timeline.rate)
  xml.leaf('start', {}, edges.transitionIn || fadesToBlack(clip, edges, 'in') ? -1 : clip.start)
  xml.leaf('end', {}, edges.transitionOut || fadesToBlack(clip, edges, 'out') ? -1 : end)
  xml.leaf('in', {}, points.in).leaf('out', {}, points.out)
  if (clip.speed.num === 0) xml.leaf('stillframe', {}, 'TRUE').leaf('stillframeoffset', {}, clip.sourceIn)
  page.files.write(xml, media)
  if (track.track.kind === 'audio')
    xml.open('sourcetrack').leaf('mediatype', {}, 'audio').leaf('trackindex', {}, track.channel).close()
  if (track.channel === 1) {
    if (media.kind !== 'image') writeSpeed(xml, clip)
    if (clip.gainDb !== 0 && track.track.kind === 'audio') writeGain(xml, clip.gainDb)
    for (const marker of clip.markers) {
      const at = points.in + (edges.transitionIn?.inOffset ?? 0) + marker.at
      xml.open('marker').leaf('name', {}, marker.name).leaf('comment', {}, marker.note).leaf('in', {}, at)
      xml.leaf('out', {}, marker.duration > 1 ? at + marker.duration : -1).close()
    }
  }
  const links = page.linksOf(clip)
  if (links.length > 1)
    for (const link of links) {
      xml.open('link').leaf('linkclipref', {}, link.id).leaf('mediatype', {}, link.mediaType)
      xml.leaf('trackindex', {}, link.track).leaf('clipindex', {}, link.index).close()
    }
  xml.open('logginginfo').leaf('lognote', {}, clipNote(clip, points)).close().close()
}
