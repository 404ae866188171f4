import { status } from '@grpc/grpc-js'
import { BlobError } from '../../error.ts'
import { reasonOf, statusOf, TooSlow } from '../client/failure.ts'
import type { ClaimedChunk } from '../ledger/ledger.ts'
import type { Content } from './chunk-buffer.ts'
import type { Holder, View, Views } from './view.ts'

export type ReplicateOptions = {
  /** Copies that must be on disks before a put is acknowledged. */
  readonly writeQuorum: number
  /** How long the last copies may take once there are enough, in milliseconds. */
  readonly straggleMs: number
  /** How long a put waits for enough nodes, in milliseconds. */
  readonly patienceMs: number
}

/** What became of a chunk. `settled` resolves when its bytes are needed no more; until then copies may still be under way. */
export type Replicated = {
  readonly settled: Promise<void>
  /** The nodes that have it by now. */
  readonly nodes: () => readonly string[]
  /** Of the table by which they were chosen. */
  readonly epoch: number
}

/**
 * Puts a chunk on as many nodes as are to hold it. A node that fails is replaced by the next best. Resolves with the
 * write quorum; throws `no-space` or `unavailable` when it cannot be had in time.
 */
export async function replicate(
  views: Views,
  content: Content,
  claimed: ClaimedChunk,
  options: ReplicateOptions,
  signal: AbortSignal,
): Promise<Replicated> {
  const deadline = performance.now() + options.patienceMs
  const stored = new Set<string>()
  for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
    const view = await (pause === 50 ? views.newest() : views.refresh())
    const failures = new Map<string, unknown>()
    const round = view && spread(view, content, claimed, options, stored, failures, signal)
    if (view && round && (await round.enough)) {
      return { settled: round.settled, nodes: () => [...stored], epoch: view.map.epoch }
    }
    await round?.settled
    signal.throwIfAborted()
    if (performance.now() > deadline) throw asFailure(failures, stored.size, options.writeQuorum, content.size)
    await new Promise(resolve => setTimeout(resolve, pause * (0.5 + Math.random())))
  }
}

/** One round over all nodes: as many at once as copies are wanted, the next one for each that fails. */
function spread(
  view: View,
  content: Content,
  claimed: ClaimedChunk,
  { writeQuorum, straggleMs }: ReplicateOptions,
  stored: Set<string>,
  failures: Map<string, unknown>,
  signal: AbortSignal,
): { enough: Promise<boolean>; settled: Promise<void> } {
  const { holders, others } = view.toWrite(content.hash)
  const wanted = Math.min(view.map.replicas, holders.length + others.length)
  const quorum = Math.min(writeQuorum, wanted)
  const order = [...holders, ...others].sort((a, b) => Number(a.client.isGivenUp()) - Number(b.client.isGivenUp()))
  const waiting = order.filter(({ id }) => !stored.has(id))
  const enough = Promise.withResolvers<boolean>()
  const ending = new AbortController()
  const either = AbortSignal.any([signal, ending.signal])
  let straggling: NodeJS.Timeout | undefined

  const send = async (): Promise<void> => {
    for (;;) {
      const next = waiting.shift()
      if (next === undefined || either.aborted) return
      try {
        await putOn(next, content, claimed, view.map.epoch, either)
        stored.add(next.id)
        if (stored.size < quorum) return
        enough.resolve(true)
        straggling ??= setTimeout(() => ending.abort(new TooSlow('the other copies were faster')), straggleMs)
        return
      } catch (error) {
        failures.set(next.id, error)
      }
    }
  }
  const settled = Promise.all(Array.from({ length: wanted - stored.size }, send)).then(() => {
    clearTimeout(straggling)
    enough.resolve(stored.size >= quorum && quorum > 0)
  })
  return { enough: enough.promise, settled }
}

/** A chunk that the cluster knows already is not sent where it lies intact. */
async function putOn({ client }: Holder, content: Content, { stamp, isNew }: ClaimedChunk, epoch: number, signal: AbortSignal) {
  if (!isNew) {
    const [isIntact] = await client.confirm([{ hash: content.hash, stamp }], epoch)
    if (isIntact === true) return
  }
  await client.put(content, stamp, signal)
}

function asFailure(failures: ReadonlyMap<string, unknown>, stored: number, quorum: number, needed: number): BlobError {
  const reasons = [...failures].map(([id, error]) => `${id}: ${reasonOf(error)}`)
  const isFull = (error: unknown) => statusOf(error) === status.RESOURCE_EXHAUSTED
  if (reasons.length > 0 && [...failures.values()].every(isFull)) return new BlobError({ kind: 'no-space', needed, free: 0 })
  const known = reasons.length > 0 ? reasons.join('; ') : 'no storage node is known'
  return new BlobError({ kind: 'unavailable', why: `${stored} of ${quorum} copies could be stored (${known})` })
}
