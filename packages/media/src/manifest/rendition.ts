import type { Rate } from '@storycanvas/timeline'

/** One segment as stored: `<directory>/<number of five digits>.m4s`, the first being 00001. */
export type SegmentFacts = { readonly ticks: number; readonly bytes: number }

type RenditionBase = {
  /** Directory of its files beside the manifests, and its id. */
  readonly directory: string
  readonly codec: string
  /** Ticks per second. */
  readonly timescale: number
  /** Ticks at which the first segment is decoded. */
  readonly startTicks: number
  readonly segments: readonly SegmentFacts[]
}

export type VideoRendition = RenditionBase & {
  readonly kind: 'video'
  readonly width: number
  readonly height: number
  readonly rate: Rate
  /** Cap used while no segment tells better. */
  readonly maxKbps: number
}

export type AudioRendition = RenditionBase & {
  readonly kind: 'audio'
  readonly channels: number
  readonly sampleRate: number
  readonly language: string | null
  readonly maxKbps: number
}

export type Rendition = VideoRendition | AudioRendition

export const initialisationName = 'init.mp4'
export const playlistName = 'index.m3u8'

export function segmentName(number: number): string {
  return `${String(number).padStart(5, '0')}.m4s`
}

/** Bits per second: the largest of any segment, and the mean of all. */
export function bandwidth(rendition: Rendition): { readonly peak: number; readonly average: number } {
  const { segments, timescale } = rendition
  if (segments.length === 0) return { peak: rendition.maxKbps * 1000, average: rendition.maxKbps * 1000 }
  // A last segment of a few frames says nothing about the rate of the whole.
  const longest = Math.max(...segments.map(one => one.ticks))
  const full = segments.filter(one => one.ticks >= longest / 2)
  const rate = (one: SegmentFacts): number => (one.bytes * 8 * timescale) / Math.max(1, one.ticks)
  const bytes = segments.reduce((sum, one) => sum + one.bytes, 0)
  const ticks = segments.reduce((sum, one) => sum + one.ticks, 0)
  return { peak: Math.ceil(Math.max(...full.map(rate))), average: Math.ceil((bytes * 8 * timescale) / Math.max(1, ticks)) }
}

export function renditionSeconds(rendition: Rendition): number {
  return rendition.segments.reduce((sum, one) => sum + one.ticks, 0) / rendition.timescale
}
