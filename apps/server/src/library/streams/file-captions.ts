import { extractCaptions, type InputFile, type MediaFacts, MediaRunError, type MediaTools } from '@storycanvas/media'
import type { Context } from '../../context.ts'
import { hasCues } from './read-captions.ts'

/** WebVTT of the captions that a film brings along; null where it has none of text, or they are damaged: the film plays without. */
export async function fileCaptions(
  { log }: Pick<Context, 'log'>,
  tools: MediaTools,
  input: InputFile,
  facts: MediaFacts,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    // PostgreSQL's texts have no zeros.
    const text = (await extractCaptions(tools, input, facts, signal))?.replaceAll('\0', '')
    return text !== undefined && hasCues(text) ? text : null
  } catch (error) {
    if (!(error instanceof MediaRunError) || error.reason.kind === 'cancelled') throw error
    log.warn({ err: error }, 'the captions in a film cannot be read')
    return null
  }
}
