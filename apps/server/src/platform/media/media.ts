import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { BlobError, type BlobHash, type BlobSource, isBlobHash } from '@storycanvas/blobs'
import { sql } from 'kysely'
import type { Database, Tx } from '../database/database.ts'
import { RequestError } from '../http/problem.ts'
import type { Storage } from './storage.ts'

export type StoredBlob = { hash: string; size: number }

/** Bytes go in here, and nothing else in the server opens a file of the store. */
export type Media = ReturnType<typeof createMedia>

/** Longer than any put may be away from the record that names its blob. */
const graceMs = 60 * 60 * 1000

export function createMedia({ store, files, adopt, cluster }: Storage, database: Database) {
  return {
    /** Durable when it returns. The caller's transaction must `use` it within the hour, or it is collected. */
    async keep(source: BlobSource, limit: number, signal?: AbortSignal): Promise<StoredBlob> {
      try {
        return await store.put(source, { limit, ...(signal ? { signal } : {}) })
      } catch (error) {
        throw asRequestError(error)
      }
    },
    /** The same for a finished file of the media folder whose hash is known: no copy where media lie on this machine. */
    async keepFile(path: string, { hash, size }: StoredBlob, signal?: AbortSignal): Promise<StoredBlob> {
      const expected = known(hash)
      try {
        if (adopt) await adopt(path, expected)
        else await store.put(createReadStream(path), { limit: size, announced: size, expected, ...(signal ? { signal } : {}) })
      } catch (error) {
        throw asRequestError(error)
      }
      return { hash, size }
    },
    read: (hash: string, range?: { start: number; end: number }) => store.read(known(hash), range).catch(rethrown),
    /** The same for whoever sends it: where media lie on this machine it is sent from the file. */
    readToSend: async (hash: string, range?: { start: number; end: number }) =>
      adopt ? { path: files.pathOf(known(hash)) } : store.read(known(hash), range).catch(rethrown),
    /** All bytes of a blob of moderate size at once: a fraction of what a stream of the same bytes costs. */
    async readWhole(hash: string): Promise<Buffer> {
      if (adopt) {
        const whole = await readFile(files.pathOf(known(hash))).catch(() => null)
        if (whole) return whole
      }
      return buffer(await store.read(known(hash)).catch(rethrown))
    },
    /** A file of the blob for programs that read files; dispose of it afterwards. Fetched where media are kept elsewhere. */
    materialise: (hash: string, signal?: AbortSignal) => files.materialise(known(hash), signal).catch(rethrown),
    /** Where the sandbox may bind the blob from, read-only. With S3 or storage nodes only what was put or fetched lately is here. */
    pathOf: (hash: string) => files.pathOf(known(hash)),
    /** Where nginx finds a blob below the location that stands for the store's folder; null unless it lies on this machine. */
    placeOf: (hash: string) => (adopt ? `sha256/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${known(hash)}` : null),
    sizeOf: async (hash: string) => (await store.stat(known(hash)))?.size ?? null,
    /** Whether media lie on storage nodes. */
    isCluster: cluster !== null,
    freeBytes: () => store.free(),
    /** What is wrong with the storage nodes, if there are any. */
    async nodeFaults(): Promise<string[]> {
      if (cluster === null) return []
      const { nodes, openHints } = await cluster.status()
      const away = nodes
        .filter(({ isAway }) => isAway)
        .map(({ id, silentMs }) => `${id} is silent for ${Math.round(silentMs / 1000)} s`)
      return openHints > 0 ? [...away, `${openHints} copies are still to be made`] : away
    },

    /** Deletes blobs that nobody uses and nobody put lately. Returns how many. */
    async collectOrphans(): Promise<number> {
      const storedBefore = new Date(Date.now() - graceMs)
      let deleted = 0
      for await (const { hash, storedAt } of store.list()) {
        if (storedAt >= storedBefore) continue
        const used = await database.selectFrom('blobUse').select('hash').where('hash', '=', hash).limit(1).executeTakeFirst()
        if (!used && (await store.delete(hash, { storedBefore })) === 'deleted') deleted += 1
      }
      return deleted
    },
  }
}

/** Records that something uses a blob, as part of the transaction that makes the thing. */
export async function useBlob(
  tx: Tx,
  { hash, size }: StoredBlob,
  mediaType: string,
  kind: string,
  ownerId: string,
): Promise<void> {
  await tx
    .insertInto('blobUse')
    .values({ hash, size, mediaType, kind, ownerId })
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

/** What the records say is stored: each blob once. */
export async function recordedUsage(database: Database): Promise<{ blobs: number; bytes: number }> {
  const { rows } = await sql<{ blobs: number; bytes: number }>`
    select count(*) as blobs, coalesce(sum(size), 0) as bytes from (select distinct on (hash) hash, size from blob_use) b`.execute(
    database,
  )
  return rows[0] ?? { blobs: 0, bytes: 0 }
}

function known(hash: string): BlobHash {
  if (!isBlobHash(hash)) throw new Error('A row names a blob by something that is no sha256.')
  return hash
}

function rethrown(error: unknown): never {
  throw asRequestError(error)
}

function asRequestError(error: unknown): unknown {
  if (!(error instanceof BlobError)) return error
  if (error.failure.kind === 'too-large') return new RequestError('too-large', error.message, { cause: error })
  if (error.failure.kind === 'unavailable')
    return new RequestError('unavailable', error.message, { cause: error, retryAfterSeconds: 10 })
  if (error.failure.kind === 'no-space') return new RequestError('insufficient-storage', error.message, { cause: error })
  return error
}
