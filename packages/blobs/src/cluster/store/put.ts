import { setTimeout as pause } from 'node:timers/promises'
import { BlobError } from '../../error.ts'
import { requireExpected } from '../../expected.ts'
import { createPlaces } from '../../places.ts'
import type { BlobSource, PutOptions } from '../../store.ts'
import type { Claim, Ledger } from '../ledger/ledger.ts'
import { chunksOf, type Content } from './chunks-of.ts'
import { replicate, type Replicated, type ReplicateOptions } from './replicate.ts'
import type { Views } from './view.ts'

type Parts = { readonly ledger: Ledger; readonly views: Views; readonly replication: ReplicateOptions }

type Stored = Replicated & { readonly claim: Claim }

/** Chunks of one put that are under way at once; so many are in memory. */
const chunksAtOnce = 6

/**
 * Chunk by chunk: claimed in the ledger, put on nodes; when all have their quorum the blob is written down, and exists.
 * Copies that are not there yet are written down with it, as hints.
 */
export async function putBlob({ ledger, views, replication }: Parts, source: BlobSource, options: PutOptions) {
  const places = createPlaces(chunksAtOnce)
  const failing = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, failing.signal]) : failing.signal
  const stored: Promise<Stored>[] = []

  const store = async (content: Content): Promise<Stored> => {
    let settled: Promise<unknown> = Promise.resolve()
    try {
      const claimed = await ledger.claim({ hash: content.hash, size: content.bytes.byteLength })
      const replicated = await replicate(views, content, claimed, replication, signal)
      settled = replicated.settled
      return { ...replicated, claim: claimed }
    } catch (error) {
      failing.abort(error)
      throw error
    } finally {
      void settled.finally(() => places.leave())
    }
  }

  try {
    const cut = chunksOf(source, { ...options, signal })
    let step = await cut.next()
    for (; step.done !== true; step = await cut.next()) {
      await places.enter()
      signal.throwIfAborted()
      const storing = store(step.value)
      storing.catch(() => undefined)
      stored.push(storing)
    }
    const blob = step.value
    requireExpected(options, blob.hash)
    const done = await Promise.all(stored)
    options.signal?.throwIfAborted()
    // In good weather the last copies are only a moment behind, and nothing has to be written down.
    await Promise.race([Promise.all(done.map(({ settled }) => settled)), pause(replication.straggleMs / 10)])
    const hints = done.flatMap(({ missing }) => missing())
    const claims = done.map(({ claim }) => claim)
    if (await ledger.commit(blob, claims, hints)) return blob
    throw new BlobError({ kind: 'unavailable', why: 'the put took so long that its first bytes were swept; put them again' })
  } catch (error) {
    failing.abort(error)
    await Promise.allSettled(stored)
    throw error
  }
}
