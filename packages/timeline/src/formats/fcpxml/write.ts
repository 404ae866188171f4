import { requireValid } from '../../check/validate.ts'
import { duration } from '../../duration.ts'
import { layOut } from '../../layout.ts'
import type { Timeline, Track } from '../../model.ts'
import { legalText } from '../../xml/escape.ts'
import { XmlWriter } from '../../xml/writer.ts'
import { fileName } from '../file-name.ts'
import type { Chosen, WriteSettings, Written } from '../format.ts'
import { type Gaps, type LossList, listGaps, listUnused, lossList } from '../losses.ts'
import { noteText } from '../note.ts'
import { anchors, attacher } from './anchors.ts'
import type { fcpxmlOptions } from './options.ts'
import type { Page } from './page.ts'
import { Resources } from './resources.ts'
import { writeStoryline } from './storyline.ts'
import { framesText } from './time.ts'

const gaps: Gaps = {
  muted: ['approximated', 'is muted; Final Cut has no tracks to mute, so its clips are disabled.'],
  'track-name': ['approximated', 'becomes a role of its clips; Final Cut has no named tracks.'],
  motion: [
    'approximated',
    'moves by keyframes of position, scale and rotation, which curve a little differently between keyframes.',
  ],
  wipe: ['approximated', 'becomes a cross dissolve; its pattern is kept as a note.'],
  speaker: ['noted', 'names its speaker only in a note.'],
  'marker-colour': ['noted', 'keeps its colour only in a note; Final Cut colours markers by their kind.'],
  'media-address': ['approximated', 'has no address and is written under its name; the editor will ask where it is.'],
  metadata: ['noted', 'keeps its own metadata as a note.'],
}

// The enumeration of the DTD.
const audioRates: { readonly [rate: number]: string } = {
  32000: '32k',
  44100: '44.1k',
  48000: '48k',
  88200: '88.2k',
  96000: '96k',
  176400: '176.4k',
  192000: '192k',
}

/** What FCPXML of this timeline does not hold. */
export const listFcpxmlLosses = (timeline: Timeline, list: LossList): void => {
  listGaps(timeline, gaps, list, ['blue'])
  listUnused(timeline, list)
  const where = { kind: 'timeline', id: timeline.id } as const
  if (audioRates[timeline.audioRate] === undefined)
    list.add(
      'approximated',
      'audio-rate',
      where,
      `A sample rate of ${timeline.audioRate} does not exist in FCPXML; 48 kHz is written.`,
    )
  const named = [
    ...timeline.tracks.flatMap(track => track.clips.map(clip => ({ kind: 'clip' as const, id: clip.id, text: clip.name }))),
    ...Object.values(timeline.media).map(media => ({ kind: 'media' as const, id: media.id, text: media.name })),
    ...timeline.captions.map(caption => ({ kind: 'caption' as const, id: caption.id, text: caption.text })),
  ]
  for (const { kind, id, text } of named)
    if (legalText(text) !== text)
      list.add('approximated', 'name', { kind, id }, `“${legalText(text)}” loses characters that XML forbids.`)
  for (const { id, name, mediaId, gainDb, start, duration } of timeline.tracks.flatMap(track => track.clips))
    if (gainDb !== 0 && timeline.media[mediaId]?.kind === 'image')
      list.add('noted', 'gain', { kind: 'clip', id }, `Clip “${name}” is a still; its level is kept only in a note.`, {
        start,
        duration,
      })
  const markers = [...timeline.markers, ...timeline.tracks.flatMap(track => track.clips.flatMap(clip => clip.markers))]
  for (const { id, name, duration } of markers)
    if (duration === 0)
      list.add(
        'noted',
        'marker-duration',
        { kind: 'marker', id },
        `Marker “${name}” has no length and is written with a frame, the least that Final Cut has.`,
      )
}

const timelineNote = (timeline: Timeline): string => {
  const { id, name, canvas, audioRate, markers, metadata } = timeline
  const tracks = timeline.tracks.map(({ id, kind, name, muted }) => ({ id, kind, name, muted }))
  return noteText({ id, name, canvas, audioRate, markers, metadata, tracks })
}

/** The frames that the primary storyline has to fill, so that everything else finds something to hang on. */
const storylineEnd = (timeline: Timeline): number =>
  Math.max(
    duration(timeline),
    ...timeline.captions.map(caption => caption.start + 1),
    ...timeline.markers.map(marker => marker.at + 1),
  )

const writeSequence = (page: Page): void => {
  const { xml, timeline, resources } = page
  const { rate, timecode } = timeline
  const end = storylineEnd(timeline)
  const primary: Track = timeline.tracks.find(track => track.kind === 'video') ?? {
    id: '',
    kind: 'video',
    name: '',
    muted: false,
    clips: [],
    transitions: [],
  }
  xml.open('sequence', {
    format: resources.sequenceFormat(),
    duration: framesText(end, rate),
    tcStart: framesText(timecode.start, rate),
    tcFormat: timecode.dropFrame ? 'DF' : 'NDF',
    audioLayout: 'stereo',
    audioRate: audioRates[timeline.audioRate] ?? '48k',
  })
  xml.open('spine')
  // Offsets of the primary storyline count in timecode: the first item sits at tcStart.
  writeStoryline(page, primary, layOut(primary.clips, 0, end), 0 - timecode.start, attacher(page, anchors(timeline)))
  xml.close()
  xml
    .open('metadata')
    .leaf('md', { key: 'com.storycanvas.timeline', value: timelineNote(timeline) })
    .close()
  xml.close()
}

/**
 * Final Cut Pro XML: the bottom video track as the primary storyline, other tracks as connected clips and storylines on
 * lanes, captions as SRT captions. Valid against Apple's DTD of the chosen version.
 * @throws InvalidTimeline
 */
export const writeFcpxml = (timeline: Timeline, options: Chosen<typeof fcpxmlOptions> & WriteSettings = {}): Written => {
  requireValid(timeline)
  const { version = '1.10', target = 'fcp', mediaBase } = options
  const list = lossList()
  listFcpxmlLosses(timeline, list)
  const resources = new Resources(timeline)
  resources.sequenceFormat()
  const story = new XmlWriter(4)
  writeSequence({ xml: story, timeline, target, resources })
  // Resources stand first in the document and are known last: what the clips referred to.
  const xml = new XmlWriter().doctype('fcpxml').open('fcpxml', { version })
  resources.write(xml, version, mediaBase)
  xml.open('library').open('event', { name: timeline.name }).open('project', { name: timeline.name })
  xml.append(story).close().close().close().close()
  const name = `${fileName(options.fileName ?? timeline.name)}.fcpxml`
  return { files: [{ name, type: 'application/xml', text: xml.toString() }], losses: list.losses }
}
