import {
  type Clip,
  createMarker,
  type Frames,
  type Marker,
  type Media,
  type Rate,
  round,
  scale,
  sourceStep,
  type Timeline,
  toFrames,
  toTime,
  type Track,
} from '@storycanvas/timeline'
import { sourceInOf } from '../edits/cut-model.ts'
import type { Recognised } from './recognise.ts'

/** So far a level goes on either side. */
const levels = { softest: -96, loudest: 24 }
const longestName = 300

/** What scenes mark by themselves: such markers are none of the cut's own. */
export type SceneMarkers = { ids: ReadonlySet<string>; names: ReadonlySet<string> }

/**
 * A document in the terms in which the cut is edited: one clip where a video is held at its end, sources in frames of the
 * project from the beginning of what the project knows them to be, everything on it as a marker of the cut.
 */
export function inCutTerms(document: Timeline, recognise: (media: Media) => Recognised, scenes: SceneMarkers): Timeline {
  const seen = new Map<string, Recognised>()
  const shown = (mediaId: string): Recognised => {
    const media = document.media[mediaId]
    const one = seen.get(mediaId) ?? (media ? recognise(media) : nothing)
    seen.set(mediaId, one)
    return one
  }
  const media: { [key: string]: Media } = {}
  const tracks = document.tracks.map(track => ({
    ...track,
    clips: withoutHolds(track, document).map(clip => {
      const one = shown(clip.mediaId)
      media[one.key] ??= mediaInCut(one.key, one.name || clip.name, track.kind, document.rate)
      return clipInCut(clip, one, document)
    }),
  }))
  return {
    ...document,
    tracks,
    media,
    captions: [],
    markers: markersOf(document).filter(({ id, name }) => !scenes.ids.has(id) && !scenes.names.has(name)),
  }
}

const nothing: Recognised = { key: 'unknown', name: '', panelId: null, mediaId: null, isStill: true }

/** Clips of a track, where a video that is held on its last frame is one clip as it is one row. */
function withoutHolds({ clips }: Track, document: Timeline): Clip[] {
  const whole: Clip[] = []
  for (const clip of clips) {
    const before = whole.at(-1)
    if (before && holds(before, clip, document))
      whole[whole.length - 1] = { ...before, duration: before.duration + clip.duration, fadeOut: clip.fadeOut }
    else whole.push(clip)
  }
  return whole
}

function holds(clip: Clip, held: Clip, { media, rate }: Timeline): boolean {
  const own = media[clip.mediaId]
  if (held.speed.num !== 0 || held.mediaId !== clip.mediaId || held.start !== clip.start + clip.duration) return false
  if (!own || own.kind === 'image' || clip.speed.num === 0) return false
  if (held.id === `${clip.id}:held`) return true
  const last = clip.sourceIn + scale(clip.duration - 1, sourceStep(clip, own, rate))
  return Math.abs(held.sourceIn - last) <= Math.abs(round(sourceStep(clip, own, rate), 'ceil'))
}

function clipInCut(clip: Clip, shown: Recognised, document: Timeline): Clip {
  const { panelId, mediaId } = shown
  return {
    ...clip,
    name: storable(clip.name) || 'Clip',
    mediaId: shown.key,
    sourceIn: sourceInOf(shown.isStill ? 0 : sourceFrames(clip, shown, document)),
    speed: shown.isStill ? { num: 1, den: 1 } : clip.speed,
    gainDb: Math.min(levels.loudest, Math.max(levels.softest, clip.gainDb)),
    motion: null,
    markers: [],
    metadata: { panelId, mediaId, sceneId: null, origin: null },
  }
}

/**
 * Frames of the project from the first frame of the source. What the project knows counts from timecode zero; of what it does
 * not know the document alone says where it begins.
 */
function sourceFrames(clip: Clip, shown: Recognised, { media, rate }: Timeline): Frames {
  const own = media[clip.mediaId]
  if (!own || own.kind === 'image') return 0
  const isKnown = shown.panelId !== null || shown.mediaId !== null
  const origin = isKnown && own.kind === 'video' ? own.timecodeStart : 0
  return Math.max(0, toFrames(toTime(clip.sourceIn + origin, own.rate), rate))
}

/** Sources without end, known by their key alone: a clip may be longer than what it shows, which is then held. */
function mediaInCut(key: string, name: string, kind: Track['kind'], rate: Rate): Media {
  const facts = { id: key, name, url: key, hash: key, duration: 2 * sourceInOf(0), metadata: {} }
  return kind === 'video'
    ? { ...facts, kind, rate, timecodeStart: 0, width: 1, height: 1, audio: null }
    : { ...facts, kind, rate, audio: { channels: 2, sampleRate: 48_000 } }
}

function markersOf({ markers, tracks }: Timeline): Marker[] {
  const ofClips = tracks.flatMap(({ clips }) =>
    clips.flatMap(clip => clip.markers.map(marker => ({ ...marker, at: clip.start + marker.at }))),
  )
  return [...markers, ...ofClips].map(marker =>
    createMarker({ ...marker, name: storable(marker.name) || 'Marker', note: storable(marker.note, 5000) }),
  )
}

/** PostgreSQL holds no U+0000 and no half of a character. */
const storable = (text: string, longest = longestName): string =>
  text.replaceAll('\u0000', '').slice(0, longest).toWellFormed().trim()
