import { createReadStream, existsSync } from 'node:fs'
import { link, mkdir, rm, utimes } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { openDiskStore } from '../disk/open.ts'
import { markedName } from '../disk/process-mark.ts'
import { sweepTemporary } from '../disk/sweep.ts'
import type { BlobHash } from '../hash.ts'
import type { BlobStore } from '../store.ts'
import { evictOldest } from './evict.ts'

/** A file that stays readable under its path until it is disposed of. */
export type LocalFile = AsyncDisposable & { readonly path: string }

export type LocalCopiesOptions = {
  /** Folder of these copies alone, which several processes may share. */
  readonly folder: string
  /** Bytes that copies may take; the ones longest unused go first. */
  readonly limit: number
  /** Bytes of the disk that stay free. Default 512 MiB. */
  readonly reserve?: number
}

/** A store elsewhere with copies on this machine, for programs that read files, such as ffmpeg. */
export type LocalCopies = BlobStore & {
  /** Fetches a blob unless its copy is here. Errors: those of `read` and `put`. */
  materialise(hash: BlobHash, signal?: AbortSignal): Promise<LocalFile>
  /** Path of the copy if it is here at this moment; it may go at any time. */
  pathHere(hash: BlobHash): string | undefined
}

/**
 * Puts go to this machine's disk first and from there to the store: the hash is known before the upload begins, a failed
 * upload costs no second reading of the source, and what was just put is here for whoever looks at it next.
 */
export async function openLocalCopies(remote: BlobStore, options: LocalCopiesOptions): Promise<LocalCopies> {
  const { folder, limit, reserve } = options
  const copies = await openDiskStore({ root: folder, ...(reserve === undefined ? {} : { reserve }) })
  const pinned = join(resolve(folder), 'pinned')
  await mkdir(pinned, { recursive: true, mode: 0o700 })
  await sweepTemporary({ temporary: pinned })

  /** Null when the copy is not here, or goes at this moment. */
  const pin = async (hash: BlobHash): Promise<LocalFile | null> => {
    const path = join(pinned, markedName())
    const now = new Date()
    try {
      await link(copies.localPath(hash), path)
      await utimes(path, now, now)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
    return { path, [Symbol.asyncDispose]: () => rm(path, { force: true }) }
  }

  /** Looking through all copies takes its time, so it is done when enough has come to matter. */
  let come = 0
  const evict = async (size: number) => {
    come += size
    if (come < limit / 20) return
    come = 0
    await evictOldest(copies, limit)
  }

  return {
    ...remote,
    async put(source, put) {
      const blob = await copies.put(source, put)
      await using copy = await pin(blob.hash)
      const path = copy?.path ?? copies.localPath(blob.hash)
      const { signal } = put
      await remote.put(createReadStream(path, { highWaterMark: 1024 * 1024 }), {
        limit: put.limit,
        announced: blob.size,
        expected: blob.hash,
        ...(signal === undefined ? {} : { signal }),
      })
      await evict(blob.size)
      return blob
    },
    async delete(hash, condition) {
      const outcome = await remote.delete(hash, condition)
      if (outcome !== 'kept') await copies.delete(hash, condition)
      return outcome
    },
    async materialise(hash, signal) {
      for (;;) {
        const here = await pin(hash)
        if (here !== null) return here
        const given = signal === undefined ? {} : { signal }
        const source = await remote.read(hash)
        const { size } = await copies.put(source, { limit: Number.POSITIVE_INFINITY, expected: hash, ...given })
        const fetched = await pin(hash)
        await evict(size)
        if (fetched !== null) return fetched
      }
    },
    pathHere(hash) {
      const path = copies.localPath(hash)
      return existsSync(path) ? path : undefined
    },
    free: async () => Math.min(await remote.free(), await copies.free()),
  }
}
