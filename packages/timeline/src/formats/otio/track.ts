import { type Edges, edges as edgesOf, type Item, layOut } from '../../layout.ts'
import type { Clip, Json, Marker, Media, Rate, Timeline, Track, Transition } from '../../model.ts'
import { mediaAddress } from '../media-address.ts'
import { rateNumber, rationalTime, timeRange } from './schema.ts'

type Node = { readonly [key: string]: Json }

export const markerNode = (marker: Marker, start: number, startRate: Rate, rate: Rate): Node => ({
  OTIO_SCHEMA: 'Marker.2',
  name: marker.name,
  color: marker.colour.toUpperCase(),
  marked_range: timeRange(start, startRate, marker.duration, rate),
  metadata: { storycanvas: { id: marker.id, note: marker.note } },
})

const mediaNode = (media: Media, mediaBase: string | undefined): Node => {
  const url = mediaAddress(media, mediaBase)
  const common = {
    name: media.name,
    metadata: { storycanvas: media as unknown as Json },
    available_range:
      media.kind === 'image'
        ? null
        : timeRange(media.kind === 'video' ? media.timecodeStart : 0, media.rate, media.duration, media.rate),
    available_image_bounds: null,
  }
  return url === null
    ? { OTIO_SCHEMA: 'MissingReference.1', ...common }
    : { OTIO_SCHEMA: 'ExternalReference.1', ...common, target_url: url }
}

const effectNodes = (clip: Clip, media: Media): Node[] => {
  const { num, den } = clip.speed
  if (num === den || media.kind === 'image') return []
  const metadata = { storycanvas: { speed: { num, den } } }
  if (num === 0) return [{ OTIO_SCHEMA: 'FreezeFrame.1', name: 'Freeze', effect_name: 'FreezeFrame', time_scalar: 0, metadata }]
  return [{ OTIO_SCHEMA: 'LinearTimeWarp.1', name: 'Speed', effect_name: 'LinearTimeWarp', time_scalar: num / den, metadata }]
}

const clipNode = (clip: Clip, own: Edges, timeline: Timeline): Node => {
  const media = timeline.media[clip.mediaId] as Media
  const { rate } = timeline
  const [first, sourceRate] =
    media.kind === 'image' ? [0, rate] : [(media.kind === 'video' ? media.timecodeStart : 0) + clip.sourceIn, media.rate]
  const { id, mediaId, gainDb, motion, metadata } = clip
  // Fades beside a gap are transitions.
  const [fadeIn, fadeOut] = [own.buttedIn ? clip.fadeIn : 0, own.buttedOut ? clip.fadeOut : 0]
  return {
    OTIO_SCHEMA: 'Clip.2',
    name: clip.name,
    enabled: clip.enabled,
    source_range: timeRange(first, sourceRate, clip.duration, rate),
    active_media_reference_key: 'DEFAULT_MEDIA',
    media_references: { DEFAULT_MEDIA: null },
    effects: effectNodes(clip, media),
    // Markers stand in the clip's own time, which begins with its source range.
    markers: clip.markers.map(marker => {
      const passed = (marker.at * rateNumber(sourceRate)) / rateNumber(rate)
      return markerNode(marker, first + passed, sourceRate, rate)
    }),
    metadata: { storycanvas: { id, mediaId, gainDb, fadeIn, fadeOut, motion: motion as unknown as Json, metadata } },
  }
}

const transitionNode = (inOffset: number, outOffset: number, rate: Rate, type: string, metadata: Node): Node => ({
  OTIO_SCHEMA: 'Transition.1',
  name: type === 'SMPTE_Dissolve' ? 'Dissolve' : 'Wipe',
  transition_type: type,
  in_offset: rationalTime(inOffset, rate),
  out_offset: rationalTime(outOffset, rate),
  metadata: { storycanvas: metadata },
})

const crossNode = ({ id, kind, wipe, inOffset, outOffset, metadata }: Transition, rate: Rate): Node =>
  transitionNode(inOffset, outOffset, rate, kind === 'dissolve' ? 'SMPTE_Dissolve' : 'SMPTE_Wipe', { id, kind, wipe, metadata })

const fadeNode = (inOffset: number, outOffset: number, rate: Rate, edge: 'in' | 'out'): Node =>
  transitionNode(inOffset, outOffset, rate, 'SMPTE_Dissolve', { fade: edge })

/** Whether a fade stands beside a gap, where a transition can say it. */
const fadesAlone = (clip: Clip, own: Edges, edge: 'in' | 'out'): boolean =>
  edge === 'in' ? clip.fadeIn > 0 && !own.buttedIn : clip.fadeOut > 0 && !own.buttedOut

/** The JSON of an object whose `children` are given as JSON. */
export const withChildren = (node: Node, children: readonly string[]): string =>
  JSON.stringify({ ...node, children: [] }).replace('"children":[]', () => `"children":[${children.join(',')}]`)

const noMedia = '"DEFAULT_MEDIA":null'

/** The JSON of clips; that of a media, which many of them play, is made once. */
const clipWriter = (timeline: Timeline, mediaBase: string | undefined): ((clip: Clip, own: Edges) => string) => {
  const known = new Map<string, string>()
  const mediaJson = (id: string): string => {
    const json = known.get(id) ?? JSON.stringify(mediaNode(timeline.media[id] as Media, mediaBase))
    known.set(id, json)
    return json
  }
  return (clip, own) => {
    const json = JSON.stringify(clipNode(clip, own, timeline))
    // The first is the clip's own: before it stand numbers, and strings, whose quotes are escaped.
    const at = json.indexOf(noMedia) + noMedia.length - 'null'.length
    return json.slice(0, at) + mediaJson(clip.mediaId) + json.slice(at + 'null'.length)
  }
}

/** Each piece becomes text at once: half a million objects alive together cost the collector more than writing them. */
export const trackJson = (track: Track, timeline: Timeline, mediaBase: string | undefined): string => {
  const { rate } = timeline
  const edges = edgesOf(track)
  const clipJson = clipWriter(timeline, mediaBase)
  const jsonOf = (item: Item): string[] => {
    if (item.kind === 'gap') {
      const source_range = timeRange(0, rate, item.duration, rate)
      const gap = { OTIO_SCHEMA: 'Gap.1', name: '', enabled: true, source_range, effects: [], markers: [], metadata: {} }
      return [JSON.stringify(gap)]
    }
    const own = edges.get(item.clip.id) as Edges
    const { fadeIn, fadeOut } = item.clip
    return [
      ...(own.transitionIn ? [JSON.stringify(crossNode(own.transitionIn, rate))] : []),
      ...(fadesAlone(item.clip, own, 'in') ? [JSON.stringify(fadeNode(0, fadeIn, rate, 'in'))] : []),
      clipJson(item.clip, own),
      ...(fadesAlone(item.clip, own, 'out') ? [JSON.stringify(fadeNode(fadeOut, 0, rate, 'out'))] : []),
    ]
  }
  const node = {
    OTIO_SCHEMA: 'Track.1',
    name: track.name,
    kind: track.kind === 'video' ? 'Video' : 'Audio',
    enabled: !track.muted,
    source_range: null,
    children: [],
    effects: [],
    markers: [],
    metadata: { storycanvas: { id: track.id } },
  }
  const children = layOut(track.clips, 0, 0).flatMap(jsonOf)
  return withChildren(node, children)
}
