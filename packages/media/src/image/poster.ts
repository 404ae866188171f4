import type { MediaFacts } from '../probe/facts.ts'
import { filter } from '../sandbox/graph.ts'
import { inspectionLimits } from '../sandbox/limits.ts'
import type { InputFile } from '../sandbox/placement.ts'
import { collectOutput, startFfmpeg } from '../sandbox/run.ts'
import type { MediaTools } from '../sandbox/tools.ts'
import { jpegColours } from './jpeg.ts'

export type PosterOptions = {
  /** Second of the film; without it a telling picture from the first part is chosen. */
  readonly at?: number
  /** Longest side in pixels. */
  readonly size?: number
  readonly signal?: AbortSignal
}

/** One picture of a film as JPEG, upright and with square pixels. The facts must hold a picture. */
export async function extractPoster(
  tools: MediaTools,
  file: InputFile,
  facts: MediaFacts,
  options: PosterOptions = {},
): Promise<Buffer> {
  const { video, seconds } = facts
  if (video === null) throw new RangeError('sound alone has no poster')
  const size = options.size ?? 1280
  const scale = Math.min(1, size / Math.max(video.width, video.height))
  const even = (length: number): number => Math.max(2, Math.round((length * scale) / 2) * 2)
  // Past the opening titles' black, and well before the end.
  const at = options.at ?? Math.min(seconds * 0.1, 20)
  const choose = options.at === undefined ? [filter('thumbnail', { n: 24 })] : []
  const running = startFfmpeg(
    tools,
    {
      inputs: [{ kind: 'media', file, seek: Math.max(0, Math.min(at, seconds - 0.1)) }],
      graph: [
        {
          from: [`0:v:${video.position}`],
          filters: [
            ...choose,
            filter('scale', {
              w: even(video.width),
              h: even(video.height),
              flags: 'bicubic',
              ...jpegColours(video.assumedMatrix),
            }),
            filter('setsar', { sar: 1 }),
          ],
          to: ['poster'],
        },
      ],
      outputs: [
        {
          maps: ['poster'],
          video: { kind: 'jpeg', quality: 3 },
          audio: null,
          container: { kind: 'pictures' },
          to: { kind: 'pipe', number: 1 },
          frames: 1,
        },
      ],
      log: 'error',
    },
    {
      limits: inspectionLimits,
      signal: options.signal ?? new AbortController().signal,
      writable: null,
      stdin: 'none',
      pipes: 0,
      progress: null,
    },
  )
  return await collectOutput(running, 2 ** 24)
}
