import { arrivalPlane, frameMap, type Media, type SourceAt, sourcesAt, type Timeline, wipeSoftness } from '@storycanvas/timeline'
import { black, type Colour, colourAt, numbered } from './numbered.fixture.ts'

/** What a numbered medium shows. */
export type Known = { readonly ground: Colour; readonly still: number | null }

/** Colour that the timeline means at one point of one record frame, and why. Fades leave `light` of it; `isOver` on upper tracks. */
export type Stated = {
  readonly colour: (x: number, y: number) => Colour
  readonly says: string
  readonly light: number
  readonly isOver: boolean
}

const mixed = (from: Colour, to: Colour, share: number): Colour => {
  const at = (i: 0 | 1 | 2): number => from[i] + (to[i] - from[i]) * share
  return [at(0), at(1), at(2)]
}

/** The picture of every record frame as the timeline package's frame map states it. */
export function statedPictures(timeline: Timeline, known: (media: Media) => Known): readonly Stated[] {
  const map = frameMap(timeline)
  const { width, height } = numbered
  const tracks = map.tracks.filter(track => track.kind === 'video').reverse()
  const clips = new Map(timeline.tracks.flatMap(track => track.clips.map(clip => [clip.id, clip])))
  const shown = (source: SourceAt, frame: number) => {
    const clip = clips.get(source.clipId)
    const media = timeline.media[source.mediaId]
    if (clip === undefined || media === undefined) throw new Error(`${source.clipId} is not there`)
    const { ground, still } = known(media)
    const at = frame - clip.start
    const light = Math.max(
      0,
      Math.min(1, clip.fadeIn > 0 ? at / clip.fadeIn : 1, clip.fadeOut > 0 ? (clip.duration - 1 - at) / clip.fadeOut : 1),
    )
    const colour = (x: number, y: number): Colour => mixed(black, colourAt(still ?? source.frame, ground, x, y), light)
    return {
      colour,
      light,
      isOver: false,
      says: `${source.mediaId} ${source.frame}${light < 1 ? ` at ${light.toFixed(3)} of its light` : ''}`,
    }
  }
  return Array.from({ length: map.duration }, (_, frame): Stated => {
    for (const [level, track] of tracks.entries()) {
      const isOver = level < tracks.length - 1
      const span = track.spans.find(one => one.start <= frame && frame < one.start + one.duration)
      if (span === undefined || span.shown.length === 0) continue
      const [outgoing, incoming] = sourcesAt(span, frame).map(one => shown(one, frame))
      if (outgoing === undefined) continue
      if (incoming === undefined || span.transition === null) return { ...outgoing, isOver }
      const { wipe, kind, cut, inOffset, outOffset } = span.transition
      const length = inOffset + outOffset
      const share = (frame - cut + inOffset) / length
      const arrival = kind === 'wipe' ? arrivalPlane(wipe ?? 1, width, height) : null
      const weight = (x: number, y: number): number => {
        if (arrival === null) return share
        const passed = (share * (1 + wipeSoftness) - (arrival[y * width + x] as number) / 65535) / wipeSoftness
        const edge = Math.min(1, Math.max(0, passed))
        return edge * edge * (3 - 2 * edge)
      }
      return {
        colour: (x, y) => mixed(outgoing.colour(x, y), incoming.colour(x, y), weight(x, y)),
        light: Math.min(outgoing.light, incoming.light),
        isOver,
        says: `${outgoing.says} & ${incoming.says}, ${kind} ${wipe ?? ''} at ${share.toFixed(3)}`,
      }
    }
    return { colour: () => black, light: 1, isOver: false, says: 'black' }
  })
}
