import type { Calls } from '../server/calls.ts'
import { mediumOf, type OutputFile, type OutputSource } from '../server/output.ts'
import type { AttemptState } from '../server/server.ts'

/** Files of an attempt lie where no other's do: two servers may share a disk, and the second would write over the first. */
const folder = 'sc'
/** Written whole or not readable; a WebM that a crash cut short would be taken for a shorter film. */
const extensions = ['png', 'mp4']

/** The `filename_prefix` of what an attempt saves. */
export const prefixOf = (attemptId: string): string => `${folder}/${attemptId}`

/** The same for a graph that saves several: what is left of one that did not come to its end is not its result. */
export const prefixOfSeveral = (attemptId: string): string => `${prefixOf(attemptId)}/several`

/**
 * What a server still has of an attempt that it knows nothing of any more: a restart forgets queue and history, and leaves the
 * saved files where they are.
 */
export async function findLeftBehind(calls: Calls, id: string, signal: AbortSignal | undefined): Promise<AttemptState> {
  for (const extension of extensions) {
    const source = { kind: 'view', filename: `${id}_00001_.${extension}`, subfolder: folder, type: 'output' } as const
    if (!(await isThere(calls, source, signal))) continue
    const output: OutputFile = { kind: 'file', medium: mediumOf(source.filename), nodeId: '', isKept: true, source }
    return { kind: 'finished', outputs: [output], seconds: null }
  }
  return { kind: 'absent' }
}

async function isThere(calls: Calls, source: Extract<OutputSource, { kind: 'view' }>, signal?: AbortSignal) {
  const { filename, subfolder, type } = source
  const file = { filename, subfolder, type }
  const { status, headers, body } = await calls.open(`/view?${new URLSearchParams(file).toString()}`, { maxBytes, signal })
  body.destroy()
  // A proxy's own page is no file.
  return status === 200 && /^(image|video)\//.test(String(headers['content-type']))
}

/** Nothing of it is read; as much as a film may have. */
const maxBytes = 64 * 2 ** 30
