import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { ClusterStore } from '../open.ts'
import { chunkFiles, type World } from './world.ts'

/** A starved machine takes healthy nodes for dead ones for a while. */
const settlesWithinMs = 120_000
const pauseMs = 60
const scrubMayTakeMs = 20_000

/** Fair weather, all nodes up, every chunk read again and copied to where it should be. */
export async function makeWhole(world: World, violations: string[]): Promise<void> {
  for (const member of world.members) {
    member.setWeather({ kind: 'fair' })
    member.thaw()
    await member.restart()
    await member.fill(false)
  }
  const [store] = world.stores
  let isRead = false
  for (const deadline = performance.now() + settlesWithinMs; performance.now() < deadline; await wait(pauseMs)) {
    await store.caretaker.meet().catch(() => undefined)
    isRead ||= await Array.fromAsync(store.scrub(AbortSignal.timeout(scrubMayTakeMs))).then(
      () => true,
      () => false,
    )
    if (!isRead) continue
    const done = await store.caretaker.settle().catch(() => undefined)
    const now = await store.status().catch(() => undefined)
    const isWhole = done?.missing === 0 && done.silent.length === 0 && now?.isSettled && now.openHints === 0
    if (isWhole && now.nodes.every(({ isMember }) => isMember) && now.nodes.length === world.members.length) return
  }
  violations.push(`the cluster did not become whole again and waits for: ${await reasonsOf(store)}`)
}

const reasonsOf = (store: ClusterStore) =>
  store.status().then(
    ({ waitingFor }) => waitingFor.join('; '),
    (error: unknown) => String(error),
  )

/** Once all is whole and swept there are three intact copies of every chunk that is in a blob, and none of any other. */
export async function countCopies(world: World, violations: string[]): Promise<void> {
  const [store] = world.stores
  const { caretaker } = store
  let wrong: string[] = []
  for (const deadline = performance.now() + settlesWithinMs; performance.now() < deadline; await wait(pauseMs)) {
    // What nobody had claimed is claimed by a comparison and swept after it; a busy machine may need more than one.
    await caretaker.meet().catch(() => undefined)
    await caretaker.settle().catch(() => undefined)
    await caretaker.sweep(0).catch(() => undefined)
    wrong = await miscounted(world).catch((error: unknown) => [String(error)])
    if (wrong.length === 0) return
  }
  violations.push(...wrong, `the cluster waits for: ${await reasonsOf(store)}`)
}

async function miscounted(world: World): Promise<string[]> {
  const copies = new Map((await world.usedChunks()).map(chunk => [chunk, 0]))
  const stray: string[] = []
  for (const member of world.members)
    for (const file of await chunkFiles(member)) {
      const chunk = basename(file)
      const count = copies.get(chunk)
      if (count === undefined) stray.push(`${chunk} on ${member.name} is in no blob`)
      else if (
        createHash('sha256')
          .update(await readFile(file))
          .digest('hex') === chunk
      )
        copies.set(chunk, count + 1)
    }
  return [...stray, ...[...copies].flatMap(([chunk, count]) => (count === 3 ? [] : [`${chunk} has ${count} intact copies`]))]
}
