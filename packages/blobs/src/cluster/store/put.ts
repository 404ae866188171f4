import { setTimeout as pause } from 'node:timers/promises'
import { BlobError } from '../../error.ts'
import { requireExpected } from '../../expected.ts'
import { createPlaces } from '../../places.ts'
import type { BlobSource, PutOptions } from '../../store.ts'
import type { Claim, Hint, Ledger } from '../ledger/ledger.ts'
import type { ChunkBuffer, ChunkBuffers } from './chunk-buffer.ts'
import { chunksOf } from './chunks-of.ts'
import { lookAgain } from './look-again.ts'
import { replicate, type Replicated, type ReplicateOptions } from './replicate.ts'
import type { Views } from './view.ts'

type Parts = {
  readonly ledger: Ledger
  readonly views: Views
  readonly replication: ReplicateOptions
  readonly buffers: ChunkBuffers
}

type Stored = Replicated & { readonly claim: Claim }

/** Chunks of one put that are under way at once; so many are in memory. */
export const chunksAtOnce = 6

/**
 * Chunk by chunk: claimed in the ledger, put on nodes; when all have their quorum the blob is written down, and exists.
 * Copies that are not there yet are written down with it, as hints.
 */
export async function putBlob({ ledger, views, replication, buffers }: Parts, source: BlobSource, options: PutOptions) {
  const places = createPlaces(chunksAtOnce)
  const failing = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, failing.signal]) : failing.signal
  const stored: Promise<Stored>[] = []

  const store = async (buffer: ChunkBuffer): Promise<Stored> => {
    let settled: Promise<unknown> = Promise.resolve()
    try {
      const content = buffer.content()
      const claimed = await ledger.claim(content)
      const replicated = await replicate(views, content, claimed, replication, signal)
      settled = replicated.settled
      return { ...replicated, claim: claimed }
    } catch (error) {
      failing.abort(error)
      throw error
    } finally {
      void settled.finally(() => {
        buffers.giveBack(buffer)
        places.leave()
      })
    }
  }

  try {
    const cut = chunksOf(source, buffers, { ...options, signal })
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
    const hints = await hintsFor(views, done, replication.writeQuorum)
    const claims = done.map(({ claim }) => claim)
    if (await ledger.commit(blob, claims, hints)) return blob
    throw new BlobError({ kind: 'unavailable', why: 'the put took so long that its first bytes were swept; put them again' })
  } catch (error) {
    failing.abort(error)
    await Promise.allSettled(stored)
    throw error
  }
}

/**
 * The copies that nodes are still owed by the newest table. Throws `unavailable` where nodes that came or went during the
 * put have left too few.
 */
async function hintsFor(views: Views, done: readonly Stored[], writeQuorum: number): Promise<Hint[]> {
  const newest = await views.newest()
  const isOld = newest !== undefined && done.some(({ epoch }) => epoch !== newest.map.epoch)
  const view = isOld ? await views.refresh() : newest
  if (view === undefined) return []
  const placed = done.map(({ claim, nodes }) => ({ claim, nodes: nodes() }))
  const old = placed.filter((_, index) => done[index]?.epoch !== view.map.epoch)
  const held = await lookAgain(view, old)
  return placed.flatMap(({ claim: { hash }, nodes }) => {
    const intact = held.get(hash) ?? new Set(nodes)
    if (intact.size < Math.min(writeQuorum, nodes.length))
      throw new BlobError({ kind: 'unavailable', why: 'nodes that have a part of it went during the put; put it again' })
    return view.toWrite(hash).holders.flatMap(({ id }) => (intact.has(id) ? [] : [{ node: id, chunk: hash }]))
  })
}
