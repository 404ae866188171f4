import { arrivalPlane, frameMap, type Media, type SourceAt, sourcesAt, type Timeline, wipeSoftness } from '@storycanvas/timeline'
import { lumaAt, numbered } from './numbered.fixture.ts'

/** What a numbered medium shows. */
export type Known = { readonly level: number; readonly still: number | null }

/** Luma that the timeline means at one point of one record frame; `isFaded` where a fade darkens it. */
export type Stated = { readonly luma: (x: number, y: number) => number; readonly isFaded: boolean; readonly says: string }

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
    const { level, still } = known(media)
    const at = frame - clip.start
    const light = Math.max(
      0,
      Math.min(1, clip.fadeIn > 0 ? at / clip.fadeIn : 1, clip.fadeOut > 0 ? (clip.duration - 1 - at) / clip.fadeOut : 1),
    )
    return { light, luma: (x: number, y: number) => 16 + (lumaAt(still ?? source.frame, level, x, y) - 16) * light }
  }
  return Array.from({ length: map.duration }, (_, frame): Stated => {
    for (const track of tracks) {
      const span = track.spans.find(one => one.start <= frame && frame < one.start + one.duration)
      if (span === undefined || span.shown.length === 0) continue
      const sources = sourcesAt(span, frame)
      const says = sources.map(one => `${one.mediaId} ${one.frame}`).join(' & ')
      const [outgoing, incoming] = sources.map(one => shown(one, frame))
      if (outgoing === undefined) continue
      if (incoming === undefined || span.transition === null) return { luma: outgoing.luma, isFaded: outgoing.light < 1, says }
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
      const luma = (x: number, y: number): number => {
        const part = weight(x, y)
        return outgoing.luma(x, y) * (1 - part) + incoming.luma(x, y) * part
      }
      return {
        luma,
        isFaded: outgoing.light < 1 || incoming.light < 1,
        says: `${says}, ${kind} ${wipe ?? ''} at ${share.toFixed(3)}`,
      }
    }
    return { luma: () => 16, isFaded: false, says: 'black' }
  })
}
