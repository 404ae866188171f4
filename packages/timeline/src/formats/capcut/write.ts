import { requireValid } from '../../check/validate.ts'
import { duration } from '../../duration.ts'
import { edges as edgesOf } from '../../layout.ts'
import type { Clip, Json, Media, Timeline, Track } from '../../model.ts'
import { toTime } from '../../time/conversion.ts'
import { fraction, multiply, round } from '../../time/fraction.ts'
import type { WriteSettings, Written } from '../format.ts'
import { type Gaps, type LossList, listGaps, lossList } from '../losses.ts'
import { mediaPath } from '../media-address.ts'

const gaps: Gaps = {
  timecode: ['dropped', 'is not part of a draft; it counts from zero.'],
  'audio-rate': ['dropped', 'is not part of a draft.'],
  motion: ['dropped', 'loses its camera move.'],
  wipe: ['approximated', 'becomes a dissolve.'],
  caption: ['dropped', 'is not written into the draft; take the SubRip file along.'],
  marker: ['dropped', 'has no place in the draft.'],
  'media-address': ['approximated', 'has no address and is written under its name.'],
  metadata: ['dropped', 'loses its metadata.'],
}

type Node = { readonly [key: string]: Json }

/** Drafts count in whole microseconds; begin and end are rounded each for itself, and lengths are their difference. */
const microseconds = (frames: number, rate: { num: number; den: number }): number =>
  round(multiply(toTime(frames, rate), { num: 1_000_000, den: 1 }), 'nearest')

const range = (from: number, to: number, rate: { num: number; den: number }): Node => ({
  start: microseconds(from, rate),
  duration: microseconds(to, rate) - microseconds(from, rate),
})

const speedOf = ({ speed }: Clip): number => Math.min(100, Math.max(0.1, Math.abs(speed.num / speed.den)))

const material = (media: Media, mediaBase: string | undefined): Node => {
  const path = mediaPath(media, mediaBase) ?? media.name
  const length = media.kind === 'image' ? 10_800_000_000 : microseconds(media.duration, media.rate)
  if (media.kind === 'audio') return { id: media.id, type: 'extract_music', name: media.name, path, duration: length }
  const { width, height } = media
  return {
    id: media.id,
    type: media.kind === 'image' ? 'photo' : 'video',
    material_name: media.name,
    path,
    duration: length,
    width,
    height,
    has_audio: media.kind === 'video' && media.audio !== null,
  }
}

const segment = (clip: Clip, media: Media, track: Track, timeline: Timeline, refs: readonly string[]): Node => {
  const { rate } = timeline
  const speed = speedOf(clip)
  const target = range(clip.start, clip.start + clip.duration, rate)
  const start = media.kind === 'image' ? 0 : microseconds(clip.sourceIn, media.rate)
  const length = Math.round(Number(target['duration']) * speed)
  return {
    id: clip.id,
    material_id: clip.mediaId,
    target_timerange: target,
    source_timerange: { start: clip.speed.num < 0 ? Math.max(0, start - length) : start, duration: length },
    speed,
    reverse: clip.speed.num < 0,
    volume: track.kind === 'audio' ? 10 ** (clip.gainDb / 20) : 0,
    visible: clip.enabled,
    extra_material_refs: [...refs],
  }
}

/** One track, and the transitions and fades that its segments refer to. */
const trackNodes = (track: Track, timeline: Timeline): { track: Node; transitions: Node[]; fades: Node[] } => {
  const edges = edgesOf(track)
  const { rate } = timeline
  const transitions: Node[] = []
  const fades: Node[] = []
  const segments = track.clips.map(clip => {
    const cross = edges.get(clip.id)?.transitionOut
    const refs: string[] = []
    if (cross) {
      transitions.push({
        id: cross.id,
        type: 'transition',
        name: 'Dissolve',
        is_overlap: true,
        duration: microseconds(cross.inOffset + cross.outOffset, rate),
      })
      refs.push(cross.id)
    }
    if (track.kind === 'audio' && (clip.fadeIn > 0 || clip.fadeOut > 0)) {
      const id = `${clip.id}-fade`
      fades.push({
        id,
        type: 'audio_fade',
        fade_in_duration: microseconds(clip.fadeIn, rate),
        fade_out_duration: microseconds(clip.fadeOut, rate),
      })
      refs.push(id)
    }
    return segment(clip, timeline.media[clip.mediaId] as Media, track, timeline, refs)
  })
  const node = { id: track.id, type: track.kind, name: track.name, attribute: track.muted ? 1 : 0, segments }
  return { track: node, transitions, fades }
}

/** What a draft of this timeline does not hold. */
export const listCapcutLosses = (timeline: Timeline, list: LossList): void => {
  listGaps(timeline, gaps, list)
  for (const track of timeline.tracks)
    for (const clip of track.clips) {
      const where = { kind: 'clip', id: clip.id } as const
      const frames = { start: clip.start, duration: clip.duration }
      if (track.kind === 'video' && (clip.fadeIn > 0 || clip.fadeOut > 0))
        list.add('dropped', 'fade', where, `Clip “${clip.name}” loses its fade.`, frames)
      if (track.kind === 'video' && clip.gainDb !== 0)
        list.add('dropped', 'gain', where, `Clip “${clip.name}” is picture and loses its level.`, frames)
      const isStill = timeline.media[clip.mediaId]?.kind === 'image'
      if (!isStill && speedOf(clip) * clip.speed.den !== Math.abs(clip.speed.num))
        list.add(
          'approximated',
          'speed',
          where,
          `Clip “${clip.name}” plays at ${speedOf(clip)}: drafts have speeds from 0.1 to 100.`,
          frames,
        )
    }
}

/**
 * A draft of CapCut for the desktop: `draft_content.json`, which goes into a folder of its own among CapCut's drafts.
 * @throws InvalidTimeline
 */
export const writeCapcut = (timeline: Timeline, options: WriteSettings = {}): Written => {
  requireValid(timeline)
  const list = lossList()
  listCapcutLosses(timeline, list)
  const parts = timeline.tracks.map(track => trackNodes(track, timeline))
  const media = Object.values(timeline.media).map(one => ({ kind: one.kind, node: material(one, options.mediaBase) }))
  const { width, height } = timeline.canvas
  const ratio = fraction(width, height)
  const draft = {
    id: timeline.id,
    name: timeline.name,
    version: 360000,
    new_version: '110.0.0',
    fps: timeline.rate.num / timeline.rate.den,
    duration: microseconds(duration(timeline), timeline.rate),
    canvas_config: { width, height, ratio: `${ratio.num}:${ratio.den}` },
    materials: {
      videos: media.filter(one => one.kind !== 'audio').map(one => one.node),
      audios: media.filter(one => one.kind === 'audio').map(one => one.node),
      transitions: parts.flatMap(part => part.transitions),
      audio_fades: parts.flatMap(part => part.fades),
    },
    tracks: parts.map(part => part.track),
  }
  return {
    files: [{ name: 'draft_content.json', type: 'application/json', text: `${JSON.stringify(draft)}\n` }],
    losses: list.losses,
  }
}
