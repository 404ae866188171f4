import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { useBlob } from '../../platform/media/media.ts'
import { largestPicture } from '../../takes/add.ts'
import { fetchBytes } from '../providers/bytes.ts'
import { type Provider, ProviderError, type ProviderKey, type ProviderLook } from '../providers/provider.ts'
import { keepTrying } from './keep-trying.ts'
import { noteSubmitted } from './submit.ts'

type Parts = Pick<Context, 'database' | 'media'>

/** By what a kept answer is used until it is a take. */
const use = 'hosted-answer'
const form = /^kept:([0-9a-f]{64}):(\d*)$/

/**
 * A service whose answer is the result itself, with that answer made durable before anything else is done with it: the id that
 * is stored for the attempt names it, and a server that stopped in between finds it there instead of paying a second time.
 */
export function keepingAnswers({ database, media }: Parts, generationId: string, provider: Provider): Provider {
  if (!provider.abilities.answersOnce) return provider
  return {
    ...provider,
    async submit(attempt, options) {
      const remoteId = await provider.submit(attempt, options)
      const done = await provider.look({ id: attempt.id, remoteId })
      const [output] = done.kind === 'done' ? done.outputs : []
      if (done.kind !== 'done' || !output) return remoteId
      const bytes = await fetchBytes(provider, output, { maxBytes: largestPicture })
      const { signal = never } = options ?? {}
      const stored = await keepTrying(() => media.keep(bytes, largestPicture), signal)
      const kept = `kept:${stored.hash}:${done.costMicros ?? ''}`
      // Together: who finds the attempt after a crash finds the answer with it.
      const write = async (tx: Tx) => {
        await useBlob(tx, stored, 'application/octet-stream', use, generationId)
        await noteSubmitted(tx, generationId, attempt.id, kept)
      }
      await keepTrying(() => database.transaction().execute(write), signal)
      return kept
    },
    look: async (key, options) => keptLook(key) ?? provider.look(key, options),
    cancel: async (key, options) => keptLook(key) ?? provider.cancel(key, options),
    async fetch(output, options) {
      if (!isKept(output.source)) return provider.fetch(output, options)
      return media.read(output.source.kept).catch((cause: unknown) => {
        throw new ProviderError('lost', 'The picture that was kept is gone.', { retry: 'nowhere', cause })
      })
    },
  }
}

const never = new AbortController().signal

/** What was kept is a take now, or of no use. */
export const forgetAnswer = (tx: Tx, generationId: string) =>
  sql`delete from blob_use where kind = ${use} and owner_id = ${generationId}`.execute(tx)

type Kept = { kept: string }
const isKept = (source: unknown): source is Kept => typeof source === 'object' && source !== null && 'kept' in source

function keptLook({ remoteId }: ProviderKey): ProviderLook | null {
  const [, hash, cost] = form.exec(remoteId ?? '') ?? []
  if (!hash) return null
  const outputs = [{ medium: 'image', source: { kept: hash } satisfies Kept }] as const
  return { kind: 'done', outputs, seconds: null, ...(cost && { costMicros: Number(cost) }) }
}
