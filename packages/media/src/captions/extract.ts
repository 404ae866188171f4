import type { MediaFacts } from '../probe/facts.ts'
import { captionDecoders } from '../sandbox/allowed.ts'
import { inspectionLimits } from '../sandbox/limits.ts'
import type { InputFile } from '../sandbox/placement.ts'
import { collectOutput, startFfmpeg } from '../sandbox/run.ts'
import type { MediaTools } from '../sandbox/tools.ts'

/** Hours of talk have some 200 kB. */
const largest = 2 ** 22
/** Captions lie spread over the whole file, which has to be read through for them. */
const limits = { ...inspectionLimits, wallSeconds: 300, cpuSeconds: 300 }

const isText = (codec: string): boolean => captionDecoders.some(known => known === codec)

/**
 * The first captions of text that lie in a film, as WebVTT with times from the film's beginning; null where it has none. Captions
 * that are pictures, as those of discs and television, are not read. Throws {@link MediaRunError} where they cannot be.
 */
export async function extractCaptions(
  tools: MediaTools,
  file: InputFile,
  { captions }: MediaFacts,
  signal: AbortSignal,
): Promise<string | null> {
  const found = captions.find(({ codec }) => isText(codec))
  if (found === undefined) return null
  const running = startFfmpeg(
    tools,
    {
      inputs: [{ kind: 'media', file, withCaptions: true }],
      graph: [],
      outputs: [
        {
          ...{ maps: [`0:s:${found.position}`], video: null, audio: null },
          ...{ container: { kind: 'webvtt' }, to: { kind: 'pipe', number: 1 } },
        },
      ],
      log: 'error',
    },
    { limits, signal, writable: null, stdin: 'none', pipes: 0, progress: null },
  )
  return (await collectOutput(running, largest)).toString('utf8')
}
