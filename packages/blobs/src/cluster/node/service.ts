import type { BlobHash } from '../../hash.ts'
import { isBlobHash } from '../../hash.ts'
import type { Connect } from '../client/connect.ts'
import { reasonOf } from '../client/failure.ts'
import { type Tree, treeOf } from '../merkle.ts'
import { partitionCount } from '../placement/partition.ts'
import type * as wire from '../wire/messages.ts'
import { createChunkMemory } from './chunk-memory.ts'
import { type Chunks, largestChunk } from './chunks.ts'
import { Refusal } from './refusal.ts'
import { leavesOf, namesIn } from './leaves.ts'
import type { Keepsake } from './keepsake.ts'

export type NodeFacts = { readonly zone: string; readonly weight: number; readonly version: string }

type Parts = {
  readonly root: string
  readonly chunks: Chunks
  readonly keepsake: Keepsake
  readonly facts: NodeFacts
  /** How to reach other nodes. */
  readonly connect: Connect
}

/** Hears what is put, in the order in which it comes; throws where it is not taken. */
export type PutSink = {
  readonly onHeader: (header: wire.PutHeader) => void
  /** The bytes are the caller's again when it returns. */
  readonly onBytes: (bytes: Uint8Array) => void
}

export type NodeService = ReturnType<typeof createService>

/** So many chunks are in memory at once: what is put beyond waits in its sender. */
const chunksAtOnce = 6
const namesAtOnce = 10_000
const roundsKept = 4

/** What a node does when it is called; each function is one of storage-node.proto. */
export function createService({ root, chunks, keepsake, facts, connect }: Parts) {
  const memory = createChunkMemory(chunksAtOnce)
  const rounds = new Map<string, Promise<Tree>>()

  const treeIn = (round: string): Promise<Tree> => {
    const known = rounds.get(round)
    if (known !== undefined) return known
    const tree = leavesOf(root).then(treeOf)
    tree.catch(() => rounds.delete(round))
    rounds.set(round, tree)
    for (const old of [...rounds.keys()].slice(0, -roundsKept)) rounds.delete(old)
    return tree
  }

  return {
    /** Fails when the disk is gone below the node: others then take it for away and make its copies anew. */
    async describe(): Promise<wire.DescribeReply> {
      await keepsake.recognise()
      const usage = await chunks.usage()
      return { id: keepsake.id, ...facts, ...usage, epoch: keepsake.epoch() }
    },

    /** Puts what `receive` tells; that resolves when the caller has sent all. */
    put: (receive: (sink: PutSink) => Promise<void>): Promise<void> =>
      memory.lend(async take => {
        let hash = ''
        let stamp = 0
        let chunk: Buffer = Buffer.alloc(0)
        let filled = 0
        await receive({
          onHeader(header) {
            if (header.size > largestChunk) throw new Refusal('INVALID_ARGUMENT', `A chunk may have ${largestChunk} bytes.`)
            ;({ hash, stamp } = header)
            chunk = take(header.size)
            filled = 0
          },
          onBytes(bytes) {
            if (filled + bytes.byteLength > chunk.byteLength)
              throw new Refusal('INVALID_ARGUMENT', 'There are more bytes than the header announced.')
            chunk.set(bytes, filled)
            filled += bytes.byteLength
          },
        })
        if (filled !== chunk.byteLength)
          throw new Refusal('DATA_LOSS', `${chunk.byteLength} bytes were announced and ${filled} came.`)
        await chunks.put(named(hash), chunk, stamp)
      }),

    get: ({ hash }: wire.GetRequest): Promise<AsyncIterable<Uint8Array>> => chunks.read(named(hash)),

    async confirm({ chunks: claims, epoch }: wire.ConfirmRequest): Promise<wire.ConfirmReply> {
      await keepsake.hear(epoch)
      const intact: boolean[] = []
      for (const { hash, stamp } of claims) intact.push(await chunks.confirm(named(hash), stamp))
      return { intact }
    },

    async delete({ hash, upToStamp, epoch }: wire.DeleteRequest): Promise<wire.DeleteReply> {
      await keepsake.hear(epoch)
      // Looked at in the chunk's turn: whoever confirmed the copy before under a newer table counts on it.
      const requireNewest = () => {
        if (epoch >= keepsake.epoch()) return
        throw new Refusal('FAILED_PRECONDITION', `The epoch is ${keepsake.epoch()}, not ${epoch}: look again who holds what.`)
      }
      return { deleted: await chunks.delete(named(hash), upToStamp, requireNewest) }
    },

    pull: ({ hash, size, stamp, from }: wire.PullRequest, signal: AbortSignal): Promise<wire.PullReply> =>
      memory.lend(async () => {
        const bytes = await connect(from)
          .get(named(hash), size, signal)
          .catch((error: unknown) => {
            throw new Refusal('FAILED_PRECONDITION', `${from} does not give it: ${reasonOf(error)}`)
          })
        await chunks.put(named(hash), bytes, stamp)
        return { bytes: bytes.byteLength }
      }),

    async summarise({ round, level, indexes }: wire.SummariseRequest): Promise<wire.SummariseReply> {
      const digests = (await treeIn(round))[level]
      if (digests === undefined) throw new Refusal('INVALID_ARGUMENT', 'The tree has the levels 0 to 3.')
      return { digests: indexes.map(index => digests[index] ?? Buffer.alloc(0)) }
    },

    async *list({ partition }: wire.ListRequest): AsyncGenerator<wire.ListReply> {
      if (partition >= partitionCount) throw new Refusal('INVALID_ARGUMENT', `Partitions go from 0 to ${partitionCount - 1}.`)
      const hashes = await namesIn(root, partition)
      for (let start = 0; start < hashes.length; start += namesAtOnce) yield { hashes: hashes.slice(start, start + namesAtOnce) }
    },

    async *scrub({ after, bytesPerSecond }: wire.ScrubRequest, signal: AbortSignal): AsyncGenerator<wire.ScrubReply> {
      const began = performance.now()
      let [checked, bytes] = [0, 0]
      for await (const { hash, size } of chunks.list(isBlobHash(after) ? { after } : {})) {
        signal.throwIfAborted()
        const state = await chunks.verify(hash)
        checked++
        bytes += size
        const isDamaged = state === 'corrupt' || state === 'unreadable'
        if (isDamaged || checked % 256 === 0) yield { checked, bytes, damaged: isDamaged ? hash : '' }
        const dueMs = bytesPerSecond === 0 ? 0 : (bytes / bytesPerSecond) * 1000 - (performance.now() - began)
        if (dueMs > 0) await new Promise(resolve => setTimeout(resolve, dueMs))
      }
      yield { checked, bytes, damaged: '' }
    },
  }
}

function named(hash: string): BlobHash {
  if (isBlobHash(hash)) return hash
  throw new Refusal('INVALID_ARGUMENT', 'A chunk is named by the 64 hexadecimal digits of its sha256.')
}
