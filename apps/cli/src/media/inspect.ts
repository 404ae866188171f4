import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type MediaFacts, type MediaTools, probeMedia, type Refusal } from '@storycanvas/media'
import { UsageError } from '../usage-error.ts'

/**
 * Facts of the file that a person named. A file that is refused ends the command with 2: as a sentence on standard error, or
 * with `asJson` as `{ refused, reason }` on standard output, and null here.
 */
export async function inspect(
  tools: MediaTools,
  name: string,
  asJson: boolean,
  signal: AbortSignal,
): Promise<{ path: string; facts: MediaFacts } | null> {
  const path = resolve(name)
  await access(path).catch((cause: Error) => {
    throw new UsageError(`${name} cannot be read: ${cause.message}`, { cause })
  })
  const found = await probeMedia(tools, { path, origin: 'outside' }, { signal })
  if (found.kind === 'accepted') return { path, facts: found.facts }
  return refused(name, asJson, found.refusal)
}

/** Ends the command with 2, by a sentence on standard error or by an object on standard output. */
export function refused(name: string, asJson: boolean, refusal: Refusal): null {
  const { code, message } = refusal
  if (!asJson) throw new UsageError(`${name}: ${message} (${code}).`, { cause: refusal })
  printJson({ refused: code, reason: message })
  process.exitCode = 2
  return null
}

export const printJson = (value: object): void => console.log(JSON.stringify(value, null, 2))
