import type { Motion, Rate } from '@storycanvas/timeline'

/** A picture and how long it stands, in frames of the programme. */
export type Shot = {
  id: string
  start: number
  end: number
  label: string
  imageUrl: string | null
  /** Moving pictures, played instead of the image: from which second of the source, at what speed (0 holds a frame). */
  video: { url: string; fromSeconds: number; speed: number } | null
  motion: Motion | null
  fadeIn: number
  fadeOut: number
}

export type SpokenLine = { start: number; end: number; text: string; speaker: string | null; colour: string | null }

/** Two shots that show together around their cut; `wipe` is a SMPTE 258M number. */
export type Overlap = { kind: 'dissolve' | 'wipe'; wipe: number | null; start: number; cut: number; end: number }

/** Shots in order on one track. */
export type Strip = { shots: readonly Shot[]; overlaps: readonly Overlap[] }

/** A fade over so many frames; one into another sound keeps the power of both level. */
export type SoundFade = { frames: number; curve: 'straight' | 'power' }

/** A piece of sound, with what is heard of it beyond its clip while it fades into its neighbours. */
export type Sound = {
  id: string
  url: string
  start: number
  end: number
  /** Second of the source that is heard at `start`; negative where a crossfade reaches before the source. */
  fromSeconds: number
  speed: number
  /** Length of the whole source. */
  seconds: number
  gainDb: number
  fadeIn: SoundFade
  fadeOut: SoundFade
}

/** What a player plays: shots in order, what is said over them, and where scenes begin. All positions are frames. */
export type Programme = Strip & {
  /** Further tracks, from bottom to top, that cover the first. */
  above: readonly Strip[]
  sounds: readonly Sound[]
  lines: readonly SpokenLine[]
  /** First frames of scenes. */
  scenes: readonly number[]
  length: number
  rate: Rate
  dropFrame: boolean
  /** Number that the first frame carries as timecode. */
  firstFrame: number
  aspect: number
}

/** Index of the last item that starts at or before the frame; -1 before the first. */
export function lastStarted(items: readonly { start: number }[], frame: number): number {
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((items[middle]?.start ?? 0) <= frame) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** A shot on the screen: how far through it is and how much of it shows. */
export type Layer = { shot: Shot; through: number; opacity: number; wiped: number; wipe: number }

/** What is on the screen at a frame, from bottom to top; nothing in a gap. */
export const layersAt = (programme: Programme, frame: number): Layer[] =>
  [programme, ...programme.above].flatMap(strip => layersOf(strip, frame))

function layersOf({ shots, overlaps }: Strip, frame: number): Layer[] {
  const overlap = overlaps.find(({ start, end }) => start <= frame && frame < end)
  const shot = shots[lastStarted(shots, frame)]
  if (!overlap) return shot && frame < shot.end ? [layer(shot, frame, {})] : []
  const share = (frame - overlap.start) / (overlap.end - overlap.start)
  const incoming = shots[lastStarted(shots, overlap.cut)]
  const outgoing = shots[lastStarted(shots, overlap.cut - 1)]
  const entering = overlap.kind === 'wipe' ? { wiped: share, wipe: overlap.wipe ?? 1 } : { opacity: share }
  return [
    ...(outgoing?.end === overlap.cut ? [layer(outgoing, frame, {})] : []),
    ...(incoming?.start === overlap.cut ? [layer(incoming, frame, entering)] : []),
  ]
}

type Showing = { opacity?: number; wiped?: number; wipe?: number }

function layer(shot: Shot, frame: number, { opacity = 1, wiped = 1, wipe = 1 }: Showing): Layer {
  const length = Math.max(1, shot.end - shot.start)
  const through = Math.min(1, Math.max(0, (frame - shot.start) / length))
  const fadeIn = shot.fadeIn > 0 ? Math.min(1, Math.max(0, (frame - shot.start) / shot.fadeIn)) : 1
  const fadeOut = shot.fadeOut > 0 ? Math.min(1, Math.max(0, (shot.end - frame) / shot.fadeOut)) : 1
  return { shot, through, opacity: opacity * Math.min(fadeIn, fadeOut), wiped, wipe }
}

/** Second of the source that a moving picture shows at a frame; held at its first where it has none before. */
export const videoSeconds = ({ start, video }: Shot, frame: number, { num, den }: Rate): number =>
  Math.max(0, (video?.fromSeconds ?? 0) + ((frame - start) * den * (video?.speed ?? 1)) / num)

export const linesAt = ({ lines }: Programme, frame: number): SpokenLine[] =>
  lines.filter(({ start, end }) => start <= frame && frame < end)

/** First frame of the shot before or after the one at `frame`. Going back first returns to the start of the shot itself. */
export function shotEdge({ shots, length }: Programme, frame: number, direction: -1 | 1): number {
  const at = lastStarted(shots, frame)
  if (direction === 1) return shots[at + 1]?.start ?? length
  const start = shots[at]?.start ?? 0
  return frame > start ? start : (shots[at - 1]?.start ?? 0)
}
