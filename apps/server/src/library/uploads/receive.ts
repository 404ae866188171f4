import { availableParallelism } from 'node:os'
import { type MediaFacts, type MediaTools, probeMedia } from '@storycanvas/media'
import type { Context } from '../../context.ts'
import { RequestError } from '../../platform/http/problem.ts'
import type { UploadedFile } from '../../platform/http/upload.ts'
import type { StoredBlob } from '../../platform/media/media.ts'
import { takingTurns } from './turns.ts'

type Parts = Pick<Context, 'media' | 'tools'>

/** Takes a whole upload into the store. What is refused later is an orphan there, and collected. */
export async function keepUpload(media: Context['media'], upload: UploadedFile, signal: AbortSignal): Promise<StoredBlob> {
  const stored = await media.keep(upload.stream, upload.maxBytes, signal)
  if (upload.isTruncated())
    throw new RequestError('too-large', `A file of this kind may have ${Math.floor(upload.maxBytes / 1024 ** 2)} MB.`)
  if (stored.size === 0) throw new RequestError('unreadable-media', 'The file is empty.')
  return stored
}

/** Requests that look into media wait for each other: each starts a program, however many come at once. */
export const lookingInto = takingTurns(Math.max(2, availableParallelism()))

/** What a stored file really is, by looking at its bytes in the sandbox. Names and types that were declared count for nothing. */
export async function probeUpload({ media, tools }: Parts, stored: StoredBlob, signal: AbortSignal): Promise<MediaFacts> {
  const probe = await lookingInto(async () => {
    await using file = await media.materialise(stored.hash, signal)
    return probeMedia(sandboxed(tools), { path: file.path, origin: 'outside' }, { signal })
  }, signal)
  if (probe.kind === 'refused') throw new RequestError('unreadable-media', `${probe.refusal.message} (${probe.refusal.code})`)
  return probe.facts
}

/** Files from outside are only opened where they can be confined, unless the administrator says otherwise. */
export function sandboxed(tools: MediaTools | null): MediaTools {
  if (!tools) throw new RequestError('sandbox-missing', 'This server has no ffmpeg.')
  if (tools.sandbox.kind === 'none' && !tools.allowUnsandboxed) throw new RequestError('sandbox-missing', tools.sandbox.why)
  return tools
}
