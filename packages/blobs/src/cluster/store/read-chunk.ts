import { status } from '@grpc/grpc-js'
import { BlobError } from '../../error.ts'
import { DamagedChunk, reasonOf, statusOf, TooSlow } from '../client/failure.ts'
import type { Chunk } from '../ledger/ledger.ts'
import { partitionOf } from '../placement/partition.ts'
import type { Holder, View, Views } from './view.ts'

export type ReadOptions = {
  /** After so long the next node is asked as well, in milliseconds. */
  readonly hedgeMs: number
  /** How long a read goes on asking everybody again, in milliseconds. */
  readonly patienceMs: number
}

/** Hears of a node that should have had an intact copy and has not. */
export type OnLack = (holder: Holder, bytes: Buffer) => void

/** A whole chunk, compared with its name, from whoever has it. Throws `unavailable` when nobody gives it in time. */
export async function readChunk(
  views: Views,
  chunk: Chunk,
  { hedgeMs, patienceMs }: ReadOptions,
  onLack: OnLack,
): Promise<Buffer> {
  const deadline = performance.now() + patienceMs
  for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
    const view = await (pause === 50 ? views.newest() : views.refresh())
    const lacking: Holder[] = []
    const failures = new Map<string, unknown>()
    const bytes = view && (await firstOf(inOrder(view, chunk), chunk, hedgeMs, lacking, failures))
    if (view && bytes) {
      const expected = view.map.placement[partitionOf(chunk.hash)] ?? []
      for (const holder of lacking) if (expected.includes(holder.id)) onLack(holder, bytes)
      return bytes
    }
    if (performance.now() > deadline) {
      const reasons = [...failures].map(([id, error]) => `${id}: ${reasonOf(error)}`).join('; ')
      throw new BlobError({ kind: 'unavailable', why: `no node gives the chunk ${chunk.hash} (${reasons || 'none is known'})` })
    }
    await new Promise(resolve => setTimeout(resolve, pause * (0.5 + Math.random())))
  }
}

/** Readers are spread over the copies; nodes that fail come last. */
function inOrder(view: View, { hash }: Chunk): Holder[] {
  const all = view.toRead(hash)
  const copies = Math.min(view.map.replicas, all.length)
  const start = Math.floor(Math.random() * copies)
  const turned = [...all.slice(start, copies), ...all.slice(0, start), ...all.slice(copies)]
  return turned.sort((a, b) => Number(a.client.isGivenUp()) - Number(b.client.isGivenUp()))
}

/** Asks one after the other, the next one as soon as one fails or is slow. Undefined when all have failed. */
async function firstOf(
  order: readonly Holder[],
  { hash, size }: Chunk,
  hedgeMs: number,
  lacking: Holder[],
  failures: Map<string, unknown>,
): Promise<Buffer | undefined> {
  const found = Promise.withResolvers<Buffer | undefined>()
  const running = new Map<AbortController, number>()
  let next = 0
  let hedge: NodeJS.Timeout | undefined
  const ask = () => {
    clearTimeout(hedge)
    const holder = order[next++]
    if (holder === undefined) {
      if (running.size === 0) found.resolve(undefined)
      return
    }
    const call = new AbortController()
    running.set(call, performance.now())
    hedge = setTimeout(ask, hedgeMs)
    holder.client.get(hash, size, call.signal).then(
      bytes => {
        running.delete(call)
        found.resolve(bytes)
      },
      (error: unknown) => {
        running.delete(call)
        if (error instanceof DamagedChunk || statusOf(error) === status.NOT_FOUND) lacking.push(holder)
        failures.set(holder.id, error)
        ask()
      },
    )
  }
  ask()
  const bytes = await found.promise
  clearTimeout(hedge)
  next = order.length
  for (const [call, began] of running)
    call.abort(
      performance.now() - began < hedgeMs ? new Error('another node was faster') : new TooSlow('another node was faster'),
    )
  return bytes
}
