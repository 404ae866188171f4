import { BlobError } from '../error.ts'
import type { BlobStore } from '../store.ts'
import { createConnect, type Patience, usualPatience } from './client/connect.ts'
import { reasonOf } from './client/failure.ts'
import { createQueries, type Pool } from './ledger/database.ts'
import { type Chunk, createLedger } from './ledger/ledger.ts'
import { createMaps } from './ledger/map.ts'
import { createNodes } from './ledger/nodes.ts'
import { createRepairs } from './ledger/repairs.ts'
import { createRounds } from './ledger/rounds.ts'
import { contentOf, createChunkBuffers } from './store/chunk-buffer.ts'
import { usualChunkSize } from './store/chunks-of.ts'
import { chunksAtOnce, putBlob } from './store/put.ts'
import { readManifest } from './store/read.ts'
import { readChunk } from './store/read-chunk.ts'
import { createRecentChunks } from './store/recent-chunks.ts'
import { createViews, type Holder } from './store/view.ts'
import { type Caretaker, createCaretaker } from './tend/caretaker.ts'
import type { Membership } from './tend/discover.ts'
import { type ClusterStatus, statusOf } from './status.ts'
import type { Security } from './wire/security.ts'

export type ClusterOptions = Security & {
  /** Of the database with the tables of {@link ledgerSchema}. */
  readonly pool: Pool
  readonly membership: Membership
  /** Copies of each chunk. Default 3. */
  readonly replicas?: number
  /** Copies that must be on disks before a put is acknowledged. Default 2. */
  readonly writeQuorum?: number
  /** How long nodes may take. */
  readonly patience?: Patience
  /** How long puts and reads go on trying while too few nodes answer, in milliseconds. Default 10,000. */
  readonly waitMs?: number
  /** A node that is silent for longer is replaced, in milliseconds. Default 30,000. */
  readonly awayMs?: number
  /** Bytes a second that repairs and moves may take. Default 200 MB. */
  readonly repairRate?: number
  /** Bytes of chunks read last that stay in memory. Default 64 MiB. */
  readonly recentBytes?: number
  /** Bytes of a chunk, at most 16 MiB; the last one of a blob has fewer. Default 4 MiB. */
  readonly chunkSize?: number
  /** Where the node of an address is found from here; for tests. */
  readonly route?: (address: string) => string
  /** This machine's clock; for tests. */
  readonly now?: () => number
}

/** A blob store on a cluster of storage nodes. */
export type ClusterStore = BlobStore & {
  readonly caretaker: Caretaker
  status(): Promise<ClusterStatus>
  /** Lets a node's chunks move elsewhere, or lets it hold chunks again. False when there is no such node. */
  setState(id: string, state: 'active' | 'draining'): Promise<boolean>
  /**
   * Every node reads its chunks again; yields those that were damaged, with their node. They are put aside and made anew.
   * Throws `unavailable` at the end where nodes did not answer; those that are drained need not.
   */
  scrub(signal: AbortSignal, bytesPerSecond?: number): AsyncGenerator<{ readonly node: string; readonly chunk: string }>
  close(): void
}

const repairsAtOnce = 4

/** Opens the cluster and meets its nodes; that none answers yet is no failure. */
export async function openClusterStore(options: ClusterOptions): Promise<ClusterStore> {
  const { pool, membership, replicas = 3, writeQuorum = 2, patience = usualPatience, waitMs = 10_000 } = options
  const { awayMs = 30_000, repairRate = 200e6, recentBytes = 64 * 1024 * 1024, chunkSize = usualChunkSize } = options
  const queries = createQueries(pool)
  const ledger = createLedger(queries, options.now)
  const [maps, nodes] = [createMaps(queries), createNodes(queries)]
  const [repairs, rounds] = [createRepairs(queries), createRounds(queries)]
  const connect = createConnect(options, patience, options.route)
  const views = createViews({ maps, nodes, connect })
  const parts = { pool, nodes, maps, repairs, rounds, views, connect }
  const caretaker = createCaretaker(parts, { membership, replicas, awayMs, repairRate })
  const straggleMs = patience.transferMs / 10
  const replication = { writeQuorum, straggleMs, patienceMs: waitMs }
  const buffers = createChunkBuffers(chunkSize, chunksAtOnce)
  const recent = createRecentChunks(recentBytes)

  let repairing = 0
  /** What a reader found missing or damaged on a node is put there again, unless much is being repaired already. */
  const repair = ({ client }: Holder, bytes: Buffer) => {
    if (repairing >= repairsAtOnce) return
    repairing++
    client
      .put(contentOf(bytes), 0)
      .catch(() => undefined)
      .finally(() => repairing--)
  }
  const fetch = async (chunk: Chunk): Promise<Buffer> => {
    const known = recent.get(chunk.hash)
    if (known !== undefined) return known
    const bytes = await readChunk(views, chunk, { hedgeMs: patience.transferMs / 20, patienceMs: waitMs }, repair)
    recent.keep(chunk.hash, bytes)
    return bytes
  }
  const free = async () => {
    const rows = await nodes.list()
    const members = rows.filter(({ state }) => state === 'active')
    return members.reduce((sum, { freeBytes }) => sum + freeBytes, 0) / Math.max(1, Math.min(replicas, members.length))
  }
  await caretaker.meet()
  return {
    caretaker,
    async put(source, put) {
      const announced = source instanceof Uint8Array ? source.byteLength : put.announced
      const room = announced === undefined || announced > put.limit ? Number.POSITIVE_INFINITY : await free()
      if (announced !== undefined && announced > room && room > 0)
        throw new BlobError({ kind: 'no-space', needed: announced, free: room })
      return putBlob({ ledger, views, replication, buffers }, source, put)
    },
    async read(hash, range = {}) {
      const manifest = await ledger.find(hash)
      if (manifest === undefined) throw new BlobError({ kind: 'missing', hash })
      return readManifest(manifest, range, fetch)
    },
    stat: hash => ledger.facts(hash),
    has: async hash => (await ledger.facts(hash)) !== undefined,
    delete: (hash, { storedBefore }) => ledger.delete(hash, storedBefore),
    list: ({ after } = {}) => ledger.list(after),
    usage: async () => {
      const { blobs, bytes } = await ledger.usage()
      return { blobs, bytes, free: await free() }
    },
    free,
    status: () => statusOf({ ledger, maps, nodes, repairs, rounds }, awayMs),
    setState: (id, state) => nodes.setState(id, state),
    async *scrub(signal, bytesPerSecond = 0) {
      const unread: string[] = []
      for (const { id, address, state } of await nodes.list())
        try {
          for await (const { damaged } of connect(address).scrub({ after: '', bytesPerSecond }, signal))
            if (damaged !== '') yield { node: id, chunk: damaged }
        } catch (error) {
          signal.throwIfAborted()
          if (state === 'active') unread.push(`${id} could not be read to its end (${reasonOf(error)})`)
        }
      if (unread.length > 0) throw new BlobError({ kind: 'unavailable', why: unread.join('; ') })
    },
    close: () => connect.close(),
  }
}
