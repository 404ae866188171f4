import { requireValid } from '../../check/validate.ts'
import { edges as edgesOf } from '../../layout.ts'
import type { Json, MarkerColour, Timeline } from '../../model.ts'
import { fileName } from '../file-name.ts'
import type { WriteSettings, Written } from '../format.ts'
import type { LossPlace } from '../loss.ts'
import { type Gaps, type LossList, listGaps, lossList } from '../losses.ts'
import { rationalTime } from './schema.ts'
import { markerNode, trackJson, withChildren } from './track.ts'

const gaps: Gaps = {
  canvas: ['noted', 'is kept as metadata; OTIO has no field for it.'],
  'audio-rate': ['noted', 'is kept as metadata; OTIO has no field for it.'],
  gain: ['noted', 'keeps its level as metadata; OTIO has no gain.'],
  motion: ['noted', 'keeps its camera move as metadata; OTIO has none.'],
  caption: ['noted', 'is kept as metadata; OTIO has no captions.'],
  wipe: ['noted', 'keeps its wipe number as metadata.'],
  'marker-note': ['noted', 'keeps its note as metadata.'],
}

// Markers of OTIO know these; the list of its schema.
const colours: readonly MarkerColour[] = ['red', 'orange', 'yellow', 'green', 'cyan', 'blue', 'purple', 'pink', 'white', 'black']

/** Halves of characters, which JavaScript's strings may hold, and for which OTIO refuses the whole document. */
const wellFormed = (json: string): string =>
  json.includes('\\ud') ? json.replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g, '$1\ufffd') : json

const namedThings = (timeline: Timeline): { kind: LossPlace['kind']; id: string; text: string }[] => {
  const named = (kind: LossPlace['kind'], things: readonly { id: string; name: string }[]) =>
    things.map(({ id, name }) => ({ kind, id, text: name }))
  const clips = timeline.tracks.flatMap(track => track.clips)
  const markers = [...timeline.markers, ...clips.flatMap(clip => clip.markers)]
  return [
    ...named('timeline', [timeline]),
    ...named('track', timeline.tracks),
    ...named('clip', clips),
    ...named('media', Object.values(timeline.media)),
    ...named('marker', markers),
    ...timeline.captions.map(({ id, text }) => ({ kind: 'caption' as const, id, text })),
  ]
}

/** What OpenTimelineIO of this timeline does not hold. */
export const listOtioLosses = (timeline: Timeline, list: LossList): void => {
  listGaps(timeline, gaps, list, colours)
  for (const { kind, id, text } of namedThings(timeline))
    if (!text.isWellFormed())
      list.add('approximated', 'name', { kind, id }, `“${text.toWellFormed()}” held half a character, which OTIO refuses.`)
  for (const track of timeline.tracks) {
    const edges = edgesOf(track)
    for (const clip of track.clips) {
      const own = edges.get(clip.id)
      if ((clip.fadeIn > 0 && own?.buttedIn) || (clip.fadeOut > 0 && own?.buttedOut))
        list.add(
          'noted',
          'fade',
          { kind: 'clip', id: clip.id },
          `Clip “${clip.name}” fades beside a neighbour, which OTIO would take for a dissolve with it; the fade is kept as metadata.`,
          { start: clip.start, duration: clip.duration },
        )
    }
  }
}

/**
 * OpenTimelineIO JSON with the schema versions that 0.15 to 0.18 read (`Clip.2`, `Marker.2`). Fades beside a gap are
 * transitions with black.
 * @throws InvalidTimeline
 */
export const writeOtio = (timeline: Timeline, options: WriteSettings = {}): Written => {
  requireValid(timeline)
  const list = lossList()
  listOtioLosses(timeline, list)
  const { rate, timecode, id, canvas, audioRate, captions, metadata, media } = timeline
  const used = new Set(timeline.tracks.flatMap(track => track.clips.map(clip => clip.mediaId)))
  const unused = Object.values(media).filter(one => !used.has(one.id))
  const own = { id, rate, dropFrame: timecode.dropFrame, canvas, audioRate, captions, metadata, media: unused }
  const document: { readonly [key: string]: Json } = {
    OTIO_SCHEMA: 'Timeline.1',
    name: timeline.name,
    global_start_time: rationalTime(timecode.start, rate),
    tracks: {
      OTIO_SCHEMA: 'Stack.1',
      name: 'tracks',
      enabled: true,
      source_range: null,
      children: [],
      effects: [],
      markers: timeline.markers.map(marker => markerNode(marker, marker.at, rate, rate)),
      metadata: {},
    },
    metadata: { storycanvas: own as unknown as Json },
  }
  const json = withChildren(
    document,
    timeline.tracks.map(track => trackJson(track, timeline, options.mediaBase)),
  )
  const name = `${fileName(options.fileName ?? timeline.name)}.otio`
  return { files: [{ name, type: 'application/json', text: `${wellFormed(json)}\n` }], losses: list.losses }
}
