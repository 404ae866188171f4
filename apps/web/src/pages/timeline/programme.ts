import { type Clip, seconds, sourceStep, type Timeline, type Track } from '@storycanvas/timeline'
import type { Programme, Shot, Sound, Strip } from '../../player/programme.ts'
import type { Known } from './known.ts'
import type { SceneSpan } from './scenes.ts'

/** The cut as the player plays it: what is switched off or muted is neither seen nor heard. */
export function programmeOf(timeline: Timeline, known: Known, scenes: readonly SceneSpan[], length: number): Programme {
  const playing = timeline.tracks.filter(({ muted }) => !muted)
  const [first = { shots: [], overlaps: [] }, ...above] = playing
    .filter(({ kind }) => kind === 'video')
    .map(track => stripOf(track, timeline, known))
  return {
    ...first,
    above,
    sounds: playing.filter(({ kind }) => kind === 'audio').flatMap(track => soundsOf(track, timeline)),
    lines: timeline.captions.map(({ start, duration, text, speaker }) => ({
      start,
      end: start + duration,
      text,
      speaker,
      colour: (speaker && known.speakers.get(speaker)) || null,
    })),
    scenes: scenes.map(({ start }) => start),
    length,
    rate: timeline.rate,
    dropFrame: timeline.timecode.dropFrame,
    firstFrame: timeline.timecode.start,
    aspect: timeline.canvas.width / timeline.canvas.height,
  }
}

const stripOf = (track: Track, timeline: Timeline, known: Known): Strip => ({
  shots: track.clips.filter(({ enabled }) => enabled).map(clip => shotOf(clip, timeline, known)),
  overlaps: track.transitions.map(({ kind, wipe, cut, inOffset, outOffset }) => ({
    kind,
    wipe,
    cut,
    start: cut - inOffset,
    end: cut + outOffset,
  })),
})

function shotOf(clip: Clip, { media }: Timeline, known: Known): Shot {
  const own = media[clip.mediaId]
  const video =
    own?.kind === 'video' && own.url
      ? { url: own.url, fromSeconds: seconds(clip.sourceIn, own.rate), speed: clip.speed.num / clip.speed.den }
      : null
  return {
    id: clip.id,
    start: clip.start,
    end: clip.start + clip.duration,
    label: clip.name,
    imageUrl: own?.kind === 'image' ? (own.url ?? null) : known.clip(clip).imageUrl,
    video,
    motion: clip.motion,
    fadeIn: clip.fadeIn,
    fadeOut: clip.fadeOut,
  }
}

/** Clips of a sound track with what is heard of them beyond their cuts while they cross over. */
function soundsOf(track: Track, { media, rate }: Timeline): Sound[] {
  return track.clips.flatMap(clip => {
    const own = media[clip.mediaId]
    if (!clip.enabled || clip.speed.num <= 0 || !own?.url || own.kind === 'image' || !own.audio) return []
    const end = clip.start + clip.duration
    const entering = track.transitions.find(({ cut }) => cut === clip.start)
    const leaving = track.transitions.find(({ cut }) => cut === end)
    const before = entering?.inOffset ?? 0
    const step = sourceStep(clip, own, rate)
    return {
      id: clip.id,
      url: own.url,
      start: clip.start - before,
      end: end + (leaving?.outOffset ?? 0),
      fromSeconds: seconds(clip.sourceIn - (before * step.num) / step.den, own.rate),
      speed: clip.speed.num / clip.speed.den,
      seconds: seconds(own.duration, own.rate),
      gainDb: clip.gainDb,
      fadeIn: entering ? { frames: before + entering.outOffset, curve: 'power' } : { frames: clip.fadeIn, curve: 'straight' },
      fadeOut: leaving
        ? { frames: leaving.inOffset + leaving.outOffset, curve: 'power' }
        : { frames: clip.fadeOut, curve: 'straight' },
    }
  })
}
