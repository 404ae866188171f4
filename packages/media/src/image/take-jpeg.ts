import type { Filter } from '../sandbox/graph.ts'
import { inspectionLimits } from '../sandbox/limits.ts'
import type { InputFile } from '../sandbox/placement.ts'
import { collectOutput, startFfmpeg } from '../sandbox/run.ts'
import type { MediaTools } from '../sandbox/tools.ts'

export type Shot = {
  readonly file: InputFile
  /** Second to look from. */
  readonly at?: number
  /** Of all streams of the file. */
  readonly stream: string
  readonly filters: readonly Filter[]
  /** 2 (best) to 31. */
  readonly quality: number
  readonly largestBytes: number
  readonly signal: AbortSignal
}

/** The first picture that comes out of the filters, as JPEG; empty where there is none. */
export function takeJpeg(tools: MediaTools, { file, at, stream, filters, quality, largestBytes, signal }: Shot): Promise<Buffer> {
  const running = startFfmpeg(
    tools,
    {
      inputs: [{ kind: 'media', file, ...(at === undefined ? {} : { seek: at }) }],
      graph: [{ from: [stream], filters, to: ['picture'] }],
      outputs: [
        {
          maps: ['picture'],
          video: { kind: 'jpeg', quality },
          audio: null,
          container: { kind: 'pictures' },
          to: { kind: 'pipe', number: 1 },
          frames: 1,
        },
      ],
      log: 'error',
    },
    { limits: inspectionLimits, signal, writable: null, stdin: 'none', pipes: 0, progress: null },
  )
  return collectOutput(running, largestBytes)
}
