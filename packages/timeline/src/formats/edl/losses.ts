import { type Edges, edges as edgesOf } from '../../layout.ts'
import type { Clip, Timeline } from '../../model.ts'
import { type Gaps, type LossList, listGaps } from '../losses.ts'
import { toAscii } from './ascii.ts'
import { locatorColours } from './locators.ts'
import { reelNames } from './reels.ts'
import { isSourceExact } from './source-position.ts'
import { listTracks } from './list-tracks.ts'
import { parseSpeed, speedText } from './speed.ts'
import type { EdlStyle } from './options.ts'
import { longestTransition, sidesOf } from './sides.ts'

const gaps: Gaps = {
  canvas: ['dropped', 'is not part of a CMX 3600 list.'],
  'audio-rate': ['dropped', 'is not part of a CMX 3600 list.'],
  'track-name': ['dropped', 'loses its name; a list knows channels only.'],
  muted: ['dropped', 'is muted, which a list cannot say; its events are written as if it sounded.'],
  disabled: ['dropped', 'is disabled and left out of the list.'],
  gain: ['dropped', 'loses its level.'],
  motion: ['dropped', 'loses its camera move.'],
  still: ['approximated', 'is a still, and is listed like a clip that runs.'],
  caption: ['dropped', 'has no place in a list of cuts.'],
  'marker-colour': ['approximated', 'takes the nearest colour that locators have.'],
  'marker-duration': ['dropped', 'becomes a single frame.'],
  'marker-note': ['dropped', 'loses its note.'],
  metadata: ['dropped', 'loses its metadata.'],
  'media-facts': ['dropped', 'is named by its reel alone: length, picture size, rate and checksum are not in a list.'],
}

const listTransitions = (timeline: Timeline, list: LossList): void => {
  for (const track of timeline.tracks) {
    const disabled = track.clips.filter(clip => !clip.enabled)
    const edges = new Set(disabled.flatMap(({ start, duration }) => [start, start + duration]))
    for (const { id, kind, cut, inOffset, outOffset } of track.transitions)
      if (edges.has(cut))
        list.add(
          'approximated',
          'transition',
          { kind: 'transition', id },
          `The ${kind} at frame ${cut} has a disabled clip on one side, which the list shows as black.`,
        )
      else if (inOffset + outOffset > longestTransition)
        list.add(
          'dropped',
          'transition',
          { kind: 'transition', id },
          `The ${kind} at frame ${cut} is longer than ${longestTransition} frames and becomes a cut.`,
        )
    for (const { id, name, fadeIn, fadeOut } of track.clips)
      if (Math.max(fadeIn, fadeOut) > longestTransition)
        list.add(
          'dropped',
          'fade',
          { kind: 'clip', id },
          `Clip “${name}” fades for more than ${longestTransition} frames, which a list cannot say.`,
        )
  }
}

const listNoted = (timeline: Timeline, style: EdlStyle, list: LossList): void => {
  for (const track of timeline.tracks) {
    const sides = sidesOf(timeline, track, style)
    for (const { id, name, start, duration } of track.clips) {
      const { begin, noted = {} } = sides.get(id) ?? {}
      if (noted.late !== undefined && begin?.transition)
        list.add(
          'approximated',
          'transition',
          { kind: 'transition', id: begin.transition.id },
          `The ${begin.transition.kind} at frame ${begin.transition.cut} begins a frame later, which shows the clip that it comes from.`,
          { start: begin.transition.cut - begin.transition.inOffset, duration: 1 },
        )
      if (noted.fadeIn !== undefined || noted.fadeOut !== undefined)
        list.add(
          'noted',
          'fade',
          { kind: 'clip', id },
          `Clip “${name}” fades where the list has no black beside it; readers would take that for a dissolve with its neighbour, so the fade is a note.`,
          { start, duration },
        )
    }
  }
}

/** An event begins on a whole source frame: where a transition lets it begin earlier, a slow clip may be between two. */
const transitionsBeginOnFrames = (clip: Clip, edges: Edges | undefined): boolean => {
  const isWhole = (offset: number): boolean => (offset * clip.speed.num) % clip.speed.den === 0
  const leaves = edges?.transitionOut ? clip.duration - edges.transitionOut.inOffset : clip.duration - clip.fadeOut
  return isWhole(edges?.transitionIn?.inOffset ?? 0) && (leaves === clip.duration || isWhole(leaves))
}

const listClips = (timeline: Timeline, list: LossList): void => {
  const edges = new Map(timeline.tracks.flatMap(track => [...edgesOf(track)]))
  for (const clip of timeline.tracks.flatMap(track => track.clips)) {
    const media = timeline.media[clip.mediaId]
    if (!media || !clip.enabled) continue
    const where = { kind: 'clip', id: clip.id } as const
    const frames = { start: clip.start, duration: clip.duration }
    if (toAscii(clip.name) !== clip.name)
      list.add('approximated', 'name', where, `Clip “${clip.name}” is named “${toAscii(clip.name)}”: a list is ASCII.`, frames)
    if (!isSourceExact(clip, media, timeline) || !transitionsBeginOnFrames(clip, edges.get(clip.id)))
      list.add(
        'approximated',
        'source-position',
        where,
        `Clip “${clip.name}” begins between two frames of the list; its source in moves to the earlier one.`,
        frames,
      )
    if (media.kind === 'image') continue
    const read = parseSpeed(speedText(clip.speed, timeline.rate), timeline.rate)
    if (clip.speed.num < 0)
      list.add(
        'approximated',
        'speed',
        where,
        `Clip “${clip.name}” plays backwards; programs differ over where a reversed event begins.`,
        frames,
      )
    else if (read.num * clip.speed.den !== clip.speed.num * read.den)
      list.add(
        'approximated',
        'speed',
        where,
        `Clip “${clip.name}” plays at ${clip.speed.num}/${clip.speed.den}, and a list holds frames per second to a decimal.`,
        frames,
      )
  }
}

/** What a CMX 3600 list of this timeline does not hold. */
export const listEdlLosses = (
  timeline: Timeline,
  list: LossList,
  style: EdlStyle = 'premiere',
  reels: ReadonlyMap<string, string> = reelNames(timeline),
): void => {
  listGaps(timeline, gaps, list, locatorColours)
  listTransitions(timeline, list)
  listNoted(timeline, style, list)
  listClips(timeline, list)
  for (const media of Object.values(timeline.media))
    if (media.reel !== undefined && media.reel !== reels.get(media.id))
      list.add(
        'approximated',
        'reel',
        { kind: 'media', id: media.id },
        `Reel “${media.reel}” is listed as “${reels.get(media.id)}”: eight letters or digits, and no two alike.`,
      )
  for (const marker of timeline.tracks.flatMap(track => track.clips.flatMap(clip => clip.markers)))
    list.add(
      'approximated',
      'marker',
      { kind: 'marker', id: marker.id },
      `Marker “${marker.name}” of a clip becomes one of the list.`,
    )
  const [first = []] = listTracks(timeline)
  if (!first.some(({ track }) => track.clips.some(clip => clip.enabled)))
    for (const marker of timeline.markers)
      list.add('dropped', 'marker', { kind: 'marker', id: marker.id }, `Marker “${marker.name}” finds no event to stand under.`)
  if (toAscii(timeline.name) !== timeline.name)
    list.add(
      'approximated',
      'name',
      { kind: 'timeline', id: timeline.id },
      `The title becomes “${toAscii(timeline.name)}”: a list is ASCII.`,
    )
}
