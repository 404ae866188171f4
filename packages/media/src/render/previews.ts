import { MediaRunError } from '../sandbox/failure.ts'
import { filter } from '../sandbox/graph.ts'
import { jpegColours } from '../image/jpeg.ts'
import { takeJpeg } from '../image/take-jpeg.ts'
import type { MediaTools } from '../sandbox/tools.ts'

const width = 320
const secondsBetween = 1
const largestPicture = 2 ** 20

/** Takes a JPEG of 320 pixels width; the next one comes after it has been dealt with. */
export type OnPicture = (jpeg: Buffer) => Promise<void>

/** Shows the first picture of finished parts, at most one a second and one at a time. */
export function createPreviews(tools: MediaTools, onPicture: OnPicture | null, signal: AbortSignal) {
  let shownAt = Number.NEGATIVE_INFINITY
  let showing: Promise<void> | null = null
  let failure: unknown = null
  return {
    /** `path` is that of a part. */
    show(path: string): void {
      if (onPicture === null || showing !== null || performance.now() - shownAt < secondsBetween * 1000) return
      showing = firstPicture(tools, path, signal)
        .then(onPicture)
        .catch((error: unknown) => {
          // What is wrong with the part itself comes up when it is joined.
          if (!(error instanceof MediaRunError)) failure ??= error
        })
        .finally(() => {
          shownAt = performance.now()
          showing = null
        })
    },
    /** Resolves once no picture is being shown any more; rejects where one could not be taken. */
    async ended(): Promise<void> {
      await showing
      if (failure !== null) throw failure
    },
  }
}

function firstPicture(tools: MediaTools, path: string, signal: AbortSignal): Promise<Buffer> {
  const filters = [filter('scale', { w: `min(${width},iw)`, h: -2, ...jpegColours(null) })]
  const file = { path, origin: 'own' } as const
  return takeJpeg(tools, { file, stream: '0:v:0', filters, quality: 5, largestBytes: largestPicture, signal })
}
