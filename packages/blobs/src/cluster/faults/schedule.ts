import { setTimeout as wait } from 'node:timers/promises'
import { BlobError } from '../../error.ts'
import type { BlobHash } from '../../hash.ts'
import type { ClusterStore } from '../open.ts'
import { usualChunkSize } from '../store/chunks-of.ts'
import { throughCrashes } from './database.ts'
import { createModel, type Model } from './model.ts'
import { createRandom, type Random } from './random.ts'
import { strike } from './strike.ts'
import { countCopies, makeWhole } from './whole.ts'
import { buildWorld, type Ground, type World } from './world.ts'

export type Outcome = {
  readonly seed: number
  readonly faults: readonly string[]
  readonly puts: number
  readonly refusedPuts: number
  readonly reads: number
  /** Reads that no node could answer while the faults lasted. */
  readonly refusedReads: number
  /** Acknowledged bytes that are gone or wrong, and copies that are not where they should be in the end. */
  readonly violations: readonly string[]
  readonly seconds: number
}

const steps = 14
const workers = 3
/** Between two things that a worker does. */
const workPauseMs = 50
const tendPauseMs = 1000
/** Small ones mostly, so that blobs of several chunks cost little. */
const chunkSizes = [...Array<number>(7).fill(100_000), usualChunkSize]
const limit = 64 * 1024 * 1024

/**
 * One life of a cluster under faults from a seed: workers put, read and delete while the nemesis breaks things; two
 * coordinators tend the cluster all the while. Then all is made whole, and everything acknowledged must be there.
 */
export async function runSchedule(seed: number, ground: Ground): Promise<Outcome> {
  const began = performance.now()
  const random = createRandom(seed)
  const chunkSize = random.one(chunkSizes)
  await using world = await buildWorld(ground, random, chunkSize)
  // The nemesis has numbers of its own: how fast the workers are must not change what it does.
  const model = createModel(createRandom(seed ^ 0x5bd1e995), seed, chunkSize)
  const counts = { puts: 0, refusedPuts: 0, reads: 0, refusedReads: 0 }
  const violations: string[] = []
  const faults: string[] = []
  const ending = new AbortController()

  const check = async (store: ClusterStore, own: Random, { hash, bytes }: { hash: BlobHash; bytes: Buffer }) => {
    const edges = [own.below(bytes.length + 1), own.below(bytes.length + 1)].sort((a, b) => a - b)
    const [start = 0, end = 0] = own.below(2) === 0 ? edges : [0, bytes.length]
    try {
      counts.reads++
      const read = Buffer.concat(await (await store.read(hash, { start, end })).toArray())
      if (!read.equals(bytes.subarray(start, end))) violations.push(`${hash} was read as other bytes`)
    } catch (error) {
      const kind = error instanceof BlobError ? error.failure.kind : String(error)
      // What is being deleted at this moment may be missing.
      if (kind === 'missing' && model.isAcknowledged(hash)) violations.push(`${hash} is missing`)
      if (kind !== 'missing') counts.refusedReads++
    }
  }
  const work = async (own: Random) => {
    while (!ending.signal.aborted) {
      await world.resting()
      await wait(own.below(workPauseMs))
      const store = own.one(world.stores)
      const known = model.any()
      const dice = own.below(10)
      if (known && dice < 5) await check(store, own, known)
      else if (known && dice === 5) await remove(store, model, known.hash)
      else await put(store, model, own, counts)
    }
  }
  const tend = async ({ caretaker }: ClusterStore, own: Random) => {
    while (!ending.signal.aborted) {
      await caretaker.meet().catch(() => undefined)
      await caretaker.settle().catch(() => undefined)
      // Nothing is spared: what is claimed and not yet in a blob may be swept under the put's feet.
      await caretaker.sweep(0).catch(() => undefined)
      await wait(own.below(tendPauseMs))
    }
  }
  const working = [
    ...Array.from({ length: workers }, (_, index) => work(createRandom(seed * 31 + index))),
    ...world.stores.map((store, index) => tend(store, createRandom(seed * 37 + index))),
  ]
  for (let step = 0; step < steps; step++) faults.push(await strike(world, random))
  ending.abort()
  await Promise.all(working)

  await makeWhole(world, violations)
  await rereadAll(world, model, violations)
  await countCopies(world, violations)
  return { seed, faults, ...counts, violations, seconds: (performance.now() - began) / 1000 }
}

async function put(store: ClusterStore, model: Model, random: Random, counts: { puts: number; refusedPuts: number }) {
  const bytes = model.content()
  // Some puts are given up at any point, as when the process dies between the chunks and the manifest.
  const signal = random.below(6) === 0 ? AbortSignal.timeout(random.below(60)) : undefined
  try {
    const { hash } = await store.put(bytes, { limit, ...(signal ? { signal } : {}) })
    model.acknowledge(hash, bytes)
    counts.puts++
  } catch {
    counts.refusedPuts++
  }
}

async function remove(store: ClusterStore, model: Model, hash: BlobHash) {
  model.doom(hash)
  await store.delete(hash, { storedBefore: new Date(8.64e15 / 10) }).catch(() => undefined)
}

/** In fair weather nothing may be refused. */
async function rereadAll(world: World, model: Model, violations: string[]): Promise<void> {
  for (const store of world.stores)
    for (const [hash, bytes] of model.all()) {
      const read = await throughCrashes(async () => {
        try {
          return Buffer.concat(await (await store.read(hash)).toArray())
        } catch (error) {
          // Other schedules let the database crash, and a starved machine takes nodes for dead: it is there in a while, or lost.
          if (error instanceof BlobError && error.failure.kind === 'unavailable') throw error
          return String(error)
        }
      })
      if (typeof read === 'string') violations.push(`${hash}: ${read}`)
      else if (!read.equals(bytes)) violations.push(`${hash} was read as other bytes`)
    }
}
