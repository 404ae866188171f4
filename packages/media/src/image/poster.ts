import sharp from 'sharp'
import type { MediaFacts, VideoFacts } from '../probe/facts.ts'
import { filter } from '../sandbox/graph.ts'
import type { InputFile } from '../sandbox/placement.ts'
import type { MediaTools } from '../sandbox/tools.ts'
import { jpegColours } from './jpeg.ts'
import { takeJpeg } from './take-jpeg.ts'

export type PosterOptions = {
  /** Second of the film; without it a telling picture from the first part is chosen. */
  readonly at?: number
  /** Longest side in pixels. */
  readonly size?: number
  readonly signal?: AbortSignal
}

/**
 * One picture of a film as JPEG, upright and with square pixels; null where none can be decoded. The facts must hold a picture.
 */
export async function extractPoster(
  tools: MediaTools,
  file: InputFile,
  facts: MediaFacts,
  options: PosterOptions = {},
): Promise<Buffer | null> {
  const { video, seconds } = facts
  if (video === null) throw new RangeError('sound alone has no poster')
  const choice = options.at === undefined ? 'telling' : 'first'
  const wanted = { choice, size: options.size ?? 1280, signal: options.signal ?? new AbortController().signal } as const
  let best: { readonly picture: Buffer; readonly entropy: number } | null = null
  for (const at of options.at === undefined ? places(seconds) : [options.at]) {
    const picture = await pictureAt(tools, file, video, { ...wanted, at: Math.max(0, Math.min(at, seconds - 0.1)) })
    if (picture.length === 0) continue
    const { entropy } = await sharp(picture).stats()
    if (best === null || entropy > best.entropy) best = { picture, entropy }
    if (entropy >= leastEntropy) break
  }
  if (best !== null) return best.picture
  // Without an index a search may land behind the last keyframe, and a damaged file end before its stated length.
  const early = await pictureAt(tools, file, video, { ...wanted, at: 0, choice: 'telling' })
  return early.length > 0 ? early : null
}

/** Past the opening titles' black first; where that shows a fade, a title or nothing, further on. */
const places = (seconds: number): readonly number[] => [
  Math.min(seconds * 0.1, 20),
  ...[0.3, 0.5, 0.7].map(part => seconds * part),
]

/** Bits that the greys of a picture tell: black has none, a picture faded to grey 2 to 3, an ordinary one 5 to 7. */
const leastEntropy = 4

type Wanted = {
  readonly at: number
  /** The first picture from there on, or the one of some that is most like the others. */
  readonly choice: 'first' | 'telling'
  readonly size: number
  readonly signal: AbortSignal
}

function pictureAt(tools: MediaTools, file: InputFile, video: VideoFacts, { at, choice, size, signal }: Wanted): Promise<Buffer> {
  const scale = Math.min(1, size / Math.max(video.width, video.height))
  const even = (length: number): number => Math.max(2, Math.round((length * scale) / 2) * 2)
  const filters = [
    ...(choice === 'telling' ? [filter('thumbnail', { n: 24 })] : []),
    filter('scale', { w: even(video.width), h: even(video.height), flags: 'bicubic', ...jpegColours(video.assumedMatrix) }),
    filter('setsar', { sar: 1 }),
  ]
  const stream = `0:v:${video.position}`
  return takeJpeg(tools, { file, at, stream, filters, quality: 3, largestBytes: 2 ** 24, signal })
}
