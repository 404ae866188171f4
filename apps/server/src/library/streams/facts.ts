import { type InputFile, type MediaFacts, probeMedia } from '@storycanvas/media'
import type { Context } from '../../context.ts'
import { FinalFailure } from '../../platform/jobs/define.ts'
import { sandboxed } from '../uploads/receive.ts'

/** What is known of a video's source; looked at again only where nobody has yet. */
export async function factsOf(
  { database, tools }: Pick<Context, 'database' | 'tools'>,
  video: { id: string; facts: unknown },
  input: InputFile,
  signal: AbortSignal,
): Promise<MediaFacts> {
  if (video.facts) return video.facts as MediaFacts
  const probe = await probeMedia(sandboxed(tools), input, { signal })
  if (probe.kind === 'refused') throw new FinalFailure(probe.refusal.code, probe.refusal.message)
  await database
    .updateTable('video')
    .set({ facts: JSON.stringify(probe.facts) })
    .where('id', '=', video.id)
    .execute()
  return probe.facts
}
