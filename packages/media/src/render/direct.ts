import type { Frames, Rate } from '@storycanvas/timeline'
import type { CommandInput } from '../sandbox/command.ts'
import { filter, type FilterChain } from '../sandbox/graph.ts'
import type { InputFile } from '../sandbox/placement.ts'
import type { Fitting } from './fitting.ts'
import { readingOf } from './footage.ts'
import type { ShotPart, Span } from './span.ts'

/** Pictures that ffmpeg reads, times, fits and mixes by itself; the graph ends at `mixed`. */
export type DirectPictures = { readonly inputs: readonly CommandInput[]; readonly graph: readonly FilterChain[] }

type Setting = {
  readonly canvas: { readonly width: number; readonly height: number }
  readonly rate: Rate
  readonly fitting: Fitting
  readonly media: ReadonlyMap<string, InputFile>
}

/**
 * How ffmpeg alone makes the pictures of a segment: one stretch of footage, or one whole dissolve between two; null where
 * they have to be drawn, as camera moves, fades, wipes and stills are. A raw picture costs more to carry through pipes
 * than to decode.
 */
export function directPictures(spans: readonly Span[], setting: Setting): DirectPictures | null {
  const [span, ...more] = spans
  if (span === undefined || more.length > 0) return null
  const { picture, duration } = span
  if (picture.kind === 'shot') {
    const one = stretchOf(picture.part, duration, setting, 0, 'mixed')
    return one && { inputs: [one.input], graph: one.chains }
  }
  if (picture.kind === 'black' || picture.wipe !== null || picture.outgoing === null || picture.incoming === null) return null
  if (picture.from !== 0 || picture.length !== duration) return null
  const outgoing = stretchOf(picture.outgoing, duration, setting, 0, 'outgoing')
  const incoming = stretchOf(picture.incoming, duration, setting, 1, 'incoming')
  if (outgoing === null || incoming === null) return null
  const seconds = (duration * setting.rate.den) / setting.rate.num
  const mix = filter('xfade', { transition: 'fade', duration: seconds, offset: 0 })
  return {
    inputs: [outgoing.input, incoming.input],
    graph: [...outgoing.chains, ...incoming.chains, { from: ['outgoing', 'incoming'], filters: [mix], to: ['mixed'] }],
  }
}

type Stretch = { readonly input: CommandInput; readonly chains: readonly FilterChain[] }

function stretchOf({ shot, from }: ShotPart, count: Frames, setting: Setting, index: number, label: string): Stretch | null {
  const file = setting.media.get(shot.mediaId)
  if (file === undefined || shot.mediaKind !== 'video' || shot.motion !== null) return null
  const isFaded = (shot.fadeIn > 0 && from < shot.fadeIn) || (shot.fadeOut > 0 && from + count > shot.duration - shot.fadeOut - 1)
  if (isFaded) return null
  const { rate, canvas, fitting } = setting
  const reading = readingOf({ shot, from, count, rate, fitting, ...canvas })
  const after = [
    filter('trim', { end_frame: reading.frames }),
    filter('settb', { expr: `${rate.den}/${rate.num}` }),
    filter('setpts', { expr: 'N' }),
    // The first frame is held before the source begins, the last one after it ends.
    filter('fps', { fps: `${rate.num}/${rate.den}` }),
    filter('tpad', { start: reading.lead, start_mode: 'clone', stop: -1, stop_mode: 'clone' }),
    filter('trim', { end_frame: count }),
  ]
  return {
    input: { kind: 'media', file, seek: reading.seek, length: reading.length },
    chains: reading.graph(`${index}:v:0`, after, label),
  }
}
