import { requireValid } from '../../check/validate.ts'
import { duration } from '../../duration.ts'
import { edges as edgesOf } from '../../layout.ts'
import type { Timeline } from '../../model.ts'
import { XmlWriter } from '../../xml/writer.ts'
import { fileName } from '../file-name.ts'
import type { WriteSettings, Written } from '../format.ts'
import { lossList } from '../losses.ts'
import { noteText } from '../note.ts'
import { fadesToBlack, type Page, writeClipItem } from './clip-item.ts'
import { Files } from './file.ts'
import { type FileTrack, fileTracks, linkGroups } from './links.ts'
import { listXmemlLosses } from './losses.ts'
import { writeRate, writeTimecode } from './rate.ts'
import { writeTransitionItem } from './transition-item.ts'

const writeTrack = (page: Page, one: FileTrack): void => {
  const { xml, timeline } = page
  const { track, channel, channels } = one
  const edges = edgesOf(track)
  const stereo = {
    currentExplodedTrackIndex: channel - 1,
    totalExplodedTrackCount: channels,
    premiereTrackType: channels === 2 ? 'Stereo' : 'Mono',
  }
  xml.open('track', track.kind === 'audio' ? stereo : {})
  for (const clip of track.clips) {
    const media = timeline.media[clip.mediaId]
    const own = edges.get(clip.id)
    if (!media || !own) continue
    const { transitionIn: cross } = own
    const end = clip.start + clip.duration
    if (cross)
      writeTransitionItem(page, track.kind, {
        start: cross.cut - cross.inOffset,
        end: cross.cut + cross.outOffset,
        side: 'center',
        transition: cross,
      })
    else if (fadesToBlack(clip, own, 'in'))
      writeTransitionItem(page, track.kind, { start: clip.start, end: clip.start + clip.fadeIn, side: 'in', transition: null })
    writeClipItem(page, one, clip, media, own)
    if (fadesToBlack(clip, own, 'out'))
      writeTransitionItem(page, track.kind, { start: end - clip.fadeOut, end, side: 'out', transition: null })
  }
  xml.leaf('enabled', {}, track.muted ? 'FALSE' : 'TRUE').leaf('locked', {}, 'FALSE')
  if (track.kind === 'audio') xml.leaf('outputchannelindex', {}, channel)
  xml.close()
}

const writeMedia = (page: Page, tracks: readonly FileTrack[]): void => {
  const { xml, timeline } = page
  const { rate, canvas, audioRate } = timeline
  // Without the format of the picture Resolve loads nothing.
  xml.open('media').open('video').open('format').open('samplecharacteristics')
  writeRate(xml, rate)
  xml.leaf('width', {}, canvas.width).leaf('height', {}, canvas.height).leaf('anamorphic', {}, 'FALSE')
  xml.leaf('pixelaspectratio', {}, 'square').leaf('fielddominance', {}, 'none').close().close()
  for (const one of tracks.filter(({ track }) => track.kind === 'video')) writeTrack(page, one)
  xml.close().open('audio').leaf('numOutputChannels', {}, 2).open('format').open('samplecharacteristics')
  xml.leaf('depth', {}, 16).leaf('samplerate', {}, audioRate).close().close()
  for (const one of tracks.filter(({ track }) => track.kind === 'audio')) writeTrack(page, one)
  xml.close().close()
}

const timelineNote = ({ id, name, captions, markers, metadata, tracks, media }: Timeline): string => {
  const used = new Set(tracks.flatMap(track => track.clips.map(clip => clip.mediaId)))
  const unused = Object.values(media).filter(one => !used.has(one.id))
  return noteText({
    timeline: id,
    name,
    captions,
    markers,
    metadata,
    media: unused,
    tracks: tracks.map(({ id, kind, name }) => ({ id, kind, name })),
  })
}

/**
 * Final Cut Pro 7 XML (version 4), which Premiere Pro, Resolve and Vegas read. Points count on the sequence's grid whatever
 * the media's rate, because that is how Premiere and Resolve read them.
 * @throws InvalidTimeline
 */
export const writeXmeml = (timeline: Timeline, options: WriteSettings = {}): Written => {
  requireValid(timeline)
  const list = lossList()
  listXmemlLosses(timeline, list)
  const tracks = fileTracks(timeline)
  const numbers = new Map(timeline.tracks.flatMap(track => track.clips).map((clip, index) => [clip.id, index + 1]))
  const xml = new XmlWriter().doctype('xmeml').open('xmeml', { version: '4' })
  const page: Page = {
    xml,
    timeline,
    files: new Files(timeline, options.mediaBase),
    numbers,
    linksOf: linkGroups(tracks, numbers),
  }
  xml.open('sequence', { id: 'sequence-1' }).leaf('name', {}, timeline.name).leaf('duration', {}, duration(timeline))
  writeRate(xml, timeline.rate)
  writeTimecode(xml, timeline.timecode.start, timeline.rate, timeline.timecode.dropFrame)
  writeMedia(page, tracks)
  for (const { at, duration, name, note } of timeline.markers) {
    xml.open('marker').leaf('name', {}, name).leaf('comment', {}, note).leaf('in', {}, at)
    xml.leaf('out', {}, duration > 1 ? at + duration : -1).close()
  }
  xml.open('logginginfo').leaf('lognote', {}, timelineNote(timeline)).close().close().close()
  const name = `${fileName(options.fileName ?? timeline.name)}.xml`
  return { files: [{ name, type: 'application/xml', text: xml.toString() }], losses: list.losses }
}
