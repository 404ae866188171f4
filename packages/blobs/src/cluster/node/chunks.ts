import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { openDiskStore } from '../../disk/open.ts'
import type { BlobHash } from '../../hash.ts'
import { createTurns } from '../../in-turn.ts'
import type { BlobFacts } from '../../store.ts'
import { verifyBlob } from '../../scrub.ts'

export type Chunks = Awaited<ReturnType<typeof openChunks>>

/** Largest chunk that is taken in. */
export const largestChunk = 16 * 1024 * 1024

/** A message to a reader: many are served at once, and each has some of these in memory. */
const readSize = 256 * 1024

type Options = { readonly root: string; readonly reserve: number; readonly freeBytes?: () => Promise<number> }

/** What a node keeps: a disk store in which a chunk's time is the highest stamp it has seen, in milliseconds. */
export async function openChunks(options: Options) {
  const store = await openDiskStore({ ...options, readSize })
  const damaged = join(options.root, 'damaged')
  await mkdir(damaged, { recursive: true, mode: 0o700 })
  const turns = createTurns()
  let isClosed = false
  const inTurn = <T>(hash: BlobHash, work: () => Promise<T>): Promise<T> =>
    turns.inTurn(hash, () => (isClosed ? Promise.reject(new Error('the node has stopped')) : work()))
  let { blobs, bytes } = await store.usage()

  const forget = (size: number) => {
    blobs--
    bytes -= size
  }
  /** Reads a chunk; one that is damaged is put aside, so that it counts as missing and is made anew. */
  const verify = async (hash: BlobHash, facts: BlobFacts | undefined) => {
    const state = await verifyBlob(store, hash)
    if (facts === undefined || state === 'missing' || state === 'intact') return state
    await rename(store.localPath(hash), join(damaged, `${hash}.${Date.now()}`))
    forget(facts.size)
    return state
  }
  return {
    usage: async () => ({ chunks: blobs, bytes, freeBytes: await store.free() }),
    /** Begins nothing more; resolves when what was begun has ended. */
    async close(): Promise<void> {
      isClosed = true
      await turns.idle()
    },
    read: (hash: BlobHash) => store.read(hash),
    list: (from: { readonly after?: BlobHash }) => store.list(from),

    /** Writes the bytes even where the chunk is already there: what lies there may be damaged. */
    put: (hash: BlobHash, content: Uint8Array, stamp: number) =>
      inTurn(hash, async () => {
        const before = await store.stat(hash)
        const storedAt = new Date(Math.max(stamp, before === undefined ? 0 : stampOf(before)))
        await store.put(content, { limit: largestChunk, expected: hash, storedAt })
        if (before !== undefined) forget(before.size)
        blobs++
        bytes += content.byteLength
      }),

    /** Whether the chunk is here as its name says; then it takes the stamp. One that is damaged is put aside. */
    confirm: (hash: BlobHash, stamp: number) =>
      inTurn(hash, async () => {
        const facts = await store.stat(hash)
        if (facts === undefined || (await verify(hash, facts)) !== 'intact') return false
        if (stamp > stampOf(facts)) await raiseStamp(store.localPath(hash), stamp)
        return true
      }),

    /** Deletes a copy whose stamp is not higher; 0 deletes any. What `may` says counts when nothing else concerns the chunk. */
    delete: (hash: BlobHash, upToStamp: number, may: () => void) =>
      inTurn(hash, async () => {
        may()
        const facts = await store.stat(hash)
        if (facts === undefined || (upToStamp !== 0 && stampOf(facts) > upToStamp)) return false
        const isDeleted = (await store.delete(hash, { storedBefore: new Date(8.64e15) })) === 'deleted'
        if (isDeleted) forget(facts.size)
        return isDeleted
      }),

    /** Reads a chunk; one that is damaged is put aside. */
    verify: (hash: BlobHash) => inTurn(hash, async () => verify(hash, await store.stat(hash))),
  }
}

/** On the disk before it is promised: after a power cut a late deletion must still find it. */
async function raiseStamp(path: string, stamp: number): Promise<void> {
  await using file = await open(path, 'r')
  const at = new Date(stamp)
  await file.utimes(at, at)
  await file.sync()
}

/** Of the present day and no stamp: somebody has written to the file, or brought it back from elsewhere. */
const noStamp = 1e12

function stampOf({ storedAt }: BlobFacts): number {
  const time = storedAt.getTime()
  return time < noStamp ? time : 0
}
