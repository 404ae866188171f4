import { basename } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { BlobError } from '../../error.ts'
import type { BlobHash } from '../../hash.ts'
import type { ClusterStore } from '../open.ts'
import { createModel, type Model } from './model.ts'
import { createRandom, type Random } from './random.ts'
import { buildWorld, chunkFiles, damageChunks, type World } from './world.ts'

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
}

const steps = 14
const workers = 3
/** A starved machine takes healthy nodes for dead ones for a while. */
const settlesWithinMs = 120_000
const settlePauseMs = 250
const limit = 64 * 1024 * 1024

/**
 * One life of a cluster under faults from a seed: workers put, read and delete while the nemesis breaks things; two
 * coordinators tend the cluster all the while. Then all is made whole, and everything acknowledged must be there.
 */
export async function runSchedule(seed: number, connection: pg.PoolConfig): Promise<Outcome> {
  const random = createRandom(seed)
  await using world = await buildWorld(connection, random)
  // The nemesis has numbers of its own: how fast the workers are must not change what it does.
  const model = createModel(createRandom(seed ^ 0x5bd1e995), seed)
  const counts = { puts: 0, refusedPuts: 0, reads: 0, refusedReads: 0 }
  const violations: string[] = []
  const faults: string[] = []
  const ending = new AbortController()

  const check = async (store: ClusterStore, hash: BlobHash, expected: Buffer) => {
    try {
      counts.reads++
      const read = Buffer.concat(await (await store.read(hash)).toArray())
      if (!read.equals(expected)) violations.push(`${hash} was read as other bytes`)
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
      const store = own.one(world.stores)
      const known = model.any()
      const dice = own.below(10)
      if (known && dice < 4) await check(store, known.hash, known.bytes)
      else if (known && dice === 4) await remove(store, model, known.hash)
      else await put(store, model, own, counts)
    }
  }
  const tending = world.stores.map(async ({ caretaker }) => {
    while (!ending.signal.aborted) {
      await caretaker.meet().catch(() => undefined)
      await caretaker.settle().catch(() => undefined)
      // Nothing is spared: what is claimed and not yet in a blob may be swept under the put's feet.
      await caretaker.sweep(0).catch(() => undefined)
      await wait(300)
    }
  })
  const working = Array.from({ length: workers }, (_, index) => work(createRandom(seed * 31 + index)))
  for (let step = 0; step < steps; step++) faults.push(await strike(world, random))
  ending.abort()
  await Promise.all([...working, ...tending])

  await makeWhole(world, violations)
  await rereadAll(world, model, violations)
  await countCopies(world, violations)
  return { seed, faults, ...counts, violations }
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

/** One fault, and the time that it lasts. Copies are destroyed on one node at a time; all else may come together. */
async function strike(world: World, random: Random): Promise<string> {
  const member = random.one(world.members)
  const pause = () => wait(20 + random.below(250))
  const kind = random.one(['kill', 'network', 'network', 'full', 'disk', 'damage', 'database', 'add', 'drain', 'quiet'] as const)
  if (kind === 'kill') {
    await member.kill()
    await pause()
    await member.restart()
  } else if (kind === 'network') {
    const weather = random.one(['refused', 'silent', 'deaf', 'slow'] as const)
    const cut = [member, random.one(world.members)].slice(0, 1 + random.below(2))
    for (const { proxy } of cut)
      proxy.set(weather === 'slow' ? { kind: weather, bytesPerSecond: 20_000 + random.below(500_000) } : { kind: weather })
    await pause()
    for (const { proxy } of cut) proxy.set({ kind: 'fair' })
    return `${weather} ${cut.map(({ name }) => name).join(' ')}`
  } else if (kind === 'full') {
    member.fill(true)
    await pause()
    member.fill(false)
  } else if (kind === 'disk' || kind === 'damage') {
    const failures: string[] = []
    const goOn = world.rest()
    await makeWhole(world, failures)
    goOn()
    if (failures.length > 0) return `${kind} spared: the cluster is not whole`
    if (kind === 'disk') {
      await member.loseDisk()
      await pause()
      await member.restart()
    } else await damageChunks(member, createRandom(random.below(2 ** 31)))
    await pause()
    const goOnAgain = world.rest()
    await makeWhole(world, failures)
    goOnAgain()
  } else if (kind === 'database') await world.restartDatabase()
  else if (kind === 'add' && world.members.length < 7) await world.addMember()
  else if (kind === 'drain') {
    await world.stores[0].setState(member.name, 'draining').catch(() => false)
    await pause()
    await world.stores[0].setState(member.name, 'active').catch(() => false)
  }
  await pause()
  return `${kind} ${member.name}`
}

/** Fair weather, all nodes up, every chunk read again and copied to where it should be. */
async function makeWhole(world: World, violations: string[]): Promise<void> {
  for (const member of world.members) {
    member.proxy.set({ kind: 'fair' })
    member.fill(false)
    await member.restart()
  }
  const [store] = world.stores
  for (const deadline = performance.now() + settlesWithinMs; performance.now() < deadline; await wait(settlePauseMs)) {
    const isRead = await Array.fromAsync(store.scrub(AbortSignal.timeout(20_000))).then(
      () => true,
      () => false,
    )
    await store.caretaker.meet().catch(() => undefined)
    const done = await store.caretaker.settle().catch(() => undefined)
    const now = await store.status().catch(() => undefined)
    const isWhole = done?.missing === 0 && done.silent.length === 0 && now?.isSettled && now.openHints === 0
    if (isRead && isWhole && now.nodes.every(({ isMember }) => isMember)) return
  }
  violations.push(`the cluster did not become whole again and waits for: ${await reasonsOf(store)}`)
}

const reasonsOf = (store: ClusterStore) =>
  store.status().then(
    ({ waitingFor }) => waitingFor.join('; '),
    (error: unknown) => String(error),
  )

/** In fair weather nothing may be refused. */
async function rereadAll(world: World, model: Model, violations: string[]): Promise<void> {
  for (const store of world.stores)
    for (const [hash, bytes] of model.all()) {
      const read = await store.read(hash).then(
        async stream => Buffer.concat(await stream.toArray()),
        (error: unknown) => String(error),
      )
      if (typeof read === 'string') violations.push(`${hash}: ${read}`)
      else if (!read.equals(bytes)) violations.push(`${hash} was read as other bytes`)
    }
}

/** Once all is whole and swept there are three copies of every chunk that is in a blob, and of no other. */
async function countCopies(world: World, violations: string[]): Promise<void> {
  const [store] = world.stores
  const { caretaker } = store
  let wrong: string[] = []
  for (const deadline = performance.now() + settlesWithinMs; performance.now() < deadline; await wait(settlePauseMs)) {
    // What nobody had claimed is claimed by a comparison and swept after it; a busy machine may need more than one.
    await caretaker.settle()
    await caretaker.sweep(0)
    wrong = await miscounted(world)
    if (wrong.length === 0) return
  }
  violations.push(...wrong, `the cluster waits for: ${await reasonsOf(store)}`)
}

async function miscounted(world: World): Promise<string[]> {
  const copies = new Map((await world.usedChunks()).map(chunk => [chunk, 0]))
  const stray: string[] = []
  for (const member of world.members)
    for (const chunk of (await chunkFiles(member)).map(file => basename(file))) {
      const count = copies.get(chunk)
      if (count === undefined) stray.push(`${chunk} on ${member.name} is in no blob`)
      else copies.set(chunk, count + 1)
    }
  return [...stray, ...[...copies].flatMap(([chunk, count]) => (count === 3 ? [] : [`${chunk} has ${count} copies`]))]
}
