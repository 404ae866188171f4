import { randomUUID } from 'node:crypto'
import type { BlobHash } from '../../hash.ts'
import type { Repairs, StampedChunk } from '../ledger/repairs.ts'
import { differingPartitions, type Leaves, treeOf } from '../merkle.ts'
import type { Holder, View } from '../store/view.ts'
import { copyTo } from './copy.ts'
import { eachOf } from './each.ts'
import type { Obstacles } from './obstacles.ts'

export type Converged = {
  /** Bytes copied between nodes. */
  readonly moved: number
  /** Copies that were wanted and could not be made. */
  readonly missing: number
  /** Copies that lay where they are not wanted any more and went. */
  readonly dropped: number
  /** Copies that lie where they are not wanted and had to stay, since a holder has not confirmed its own or they did not go. */
  readonly kept: number
  /** Nodes that did not answer. */
  readonly silent: readonly string[]
}

const copiesAtOnce = 4
const confirmedAtOnce = 16

/**
 * Compares what every node has with what it should have, and moves what differs: first every missing copy is made, then
 * those go that are wanted elsewhere only, and only once all who should hold the chunk have confirmed that they do.
 */
export async function converge(
  repairs: Repairs,
  view: View,
  throttle: (bytes: number) => Promise<void>,
  obstacles: Obstacles,
): Promise<Converged> {
  const leaves = await repairs.leaves()
  const round = randomUUID()
  let [moved, missing, dropped, kept] = [0, 0, 0, 0]
  const silent = new Set<string>()
  const surplus: { holder: Holder; chunk: StampedChunk }[] = []

  const compare = async (holder: Holder, partition: number): Promise<void> => {
    const isPlaced = view.map.placement[partition]?.includes(holder.id) === true
    // In this order: what is put in between shows up as missing, and confirming it costs nothing.
    const actual = new Set(await holder.client.list(partition))
    const used = new Map((await repairs.chunksIn(partition)).map(chunk => [chunk.hash as string, chunk]))
    const wanted = isPlaced ? [...used.values()].filter(({ hash }) => !actual.has(hash)) : []
    await eachOf(wanted, copiesAtOnce, async chunk => {
      const bytes = await copyTo(holder, chunk, view, obstacles)
      if (bytes < chunk.size) missing++
      moved += bytes
      await throttle(bytes)
    })
    const unused = [...actual].filter(hash => !used.has(hash))
    if (unused.length > 0) await repairs.adopt(unused as BlobHash[])
    if (isPlaced) return
    for (const hash of actual) {
      const chunk = used.get(hash)
      if (chunk !== undefined) surplus.push({ holder, chunk })
    }
  }

  await eachOf(view.everybody, view.everybody.length, async holder => {
    try {
      const own = treeOf(expectedOf(leaves, view, holder.id))
      const partitions = await differingPartitions(own, (level, indexes) => holder.client.summarise(round, level, indexes))
      for (const partition of partitions) await compare(holder, partition)
    } catch (error) {
      silent.add(holder.id)
      // One that is to hold nothing is missed by nobody; that it is silent is told of it anyway.
      if (view.map.members.some(({ id }) => id === holder.id)) obstacles.note(holder.id, 'does not tell what it has', error)
    }
  })
  for (let start = 0; start < surplus.length; start += confirmedAtOnce) {
    const done = await dropConfirmed(surplus.slice(start, start + confirmedAtOnce), view, obstacles)
    dropped += done.dropped
    kept += done.kept
  }
  return { moved, missing, dropped, kept, silent: [...silent] }
}

function expectedOf(leaves: Leaves, { map }: View, id: string): Leaves {
  return new Map([...leaves].filter(([partition]) => map.placement[partition]?.includes(id)))
}

/** Every holder reads its copies before one is dropped elsewhere, and hears of the epoch with that: see storage-node.proto. */
async function dropConfirmed(
  surplus: readonly { holder: Holder; chunk: StampedChunk }[],
  view: View,
  obstacles: Obstacles,
): Promise<{ dropped: number; kept: number }> {
  const { epoch, replicas, members } = view.map
  const intact = new Map<BlobHash, number>()
  const byHolder = new Map<Holder, StampedChunk[]>()
  for (const chunk of new Map(surplus.map(one => [one.chunk.hash, one.chunk])).values())
    for (const holder of view.toWrite(chunk.hash).holders) byHolder.set(holder, [...(byHolder.get(holder) ?? []), chunk])
  await Promise.all(
    Array.from(byHolder, async ([{ id, client }, chunks]) => {
      try {
        const answers = await client.confirm(chunks, epoch)
        for (const [index, { hash }] of chunks.entries()) if (answers[index]) intact.set(hash, (intact.get(hash) ?? 0) + 1)
      } catch (error) {
        obstacles.note(id, 'does not confirm its copies', error)
      }
    }),
  )
  const confirmed = surplus.filter(({ chunk }) => (intact.get(chunk.hash) ?? 0) >= Math.min(replicas, members.length))
  let dropped = 0
  let kept = surplus.length - confirmed.length
  for (const { holder, chunk } of confirmed)
    try {
      if (await holder.client.delete(chunk.hash, 0, epoch)) dropped++
    } catch (error) {
      kept++
      obstacles.note(holder.id, 'does not let copies in excess go', error)
    }
  return { dropped, kept }
}
