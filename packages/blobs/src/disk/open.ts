import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { BlobHash } from '../hash.ts'
import type { BlobSource, BlobStore } from '../store.ts'
import { deleteBlob } from './deletion.ts'
import { DurableDirectories, syncDirectory } from './durable.ts'
import { layoutOf, pathOf } from './layout.ts'
import { adoptFile, type DiskPutOptions, putBlob } from './put.ts'
import { readBlob } from './read.ts'
import { freeBytes, type Space } from './space.ts'
import { sweepTemporary } from './sweep.ts'
import { factsOf, walkBlobs } from './walk.ts'

export type DiskStoreOptions = {
  /** Directory of this store alone, on a file system that knows hard links. Several processes may open it. */
  readonly root: string
  /** Bytes of the file system that blobs never take. Default 512 MiB. */
  readonly reserve?: number
  /** Bytes that are read at once. Default 1 MiB. */
  readonly readSize?: number
  /** Free bytes of the file system; for tests. */
  readonly freeBytes?: () => Promise<number>
}

/** A blob store in a directory. Only here does a blob have a path. */
export type DiskStore = BlobStore & {
  put(source: BlobSource, options: DiskPutOptions): ReturnType<BlobStore['put']>
  /** Takes in a finished file of the same file system by its known hash, without a copy; the caller removes its old name. */
  adopt(path: string, hash: BlobHash): Promise<void>
  /** Path of a blob for programs that read files, such as ffmpeg. Read only; check `has` first. */
  localPath(hash: BlobHash): string
}

/** Opens the store in `root`, which is made when absent, and sweeps what killed processes left behind. */
export async function openDiskStore(options: DiskStoreOptions): Promise<DiskStore> {
  const root = resolve(options.root)
  const layout = layoutOf(root)
  for (const directory of Object.values(layout)) await mkdir(directory, { recursive: true, mode: 0o700 })
  await syncDirectory(root)
  await syncDirectory(dirname(root))
  await sweepTemporary(layout)
  const directories = new DurableDirectories(layout.blobs)
  const space: Space = { free: options.freeBytes ?? (() => freeBytes(root)), reserve: options.reserve ?? 512 * 1024 * 1024 }
  const { readSize = 1024 * 1024 } = options
  const free = async () => Math.max(0, (await space.free()) - space.reserve)
  return {
    put: (source, put) => putBlob(layout, directories, space, source, put),
    read: (hash, range = {}) => readBlob(layout, hash, range, readSize),
    stat: async hash => factsOf(layout, hash),
    has: async hash => (await factsOf(layout, hash)) !== undefined,
    delete: (hash, { storedBefore }) => deleteBlob(layout, hash, storedBefore),
    list: ({ after } = {}) => walkBlobs(layout, after),
    free,
    usage: async () => {
      let [blobs, bytes] = [0, 0]
      for await (const { size } of walkBlobs(layout, undefined)) {
        blobs++
        bytes += size
      }
      return { blobs, bytes, free: await free() }
    },
    adopt: (path, hash) => adoptFile(layout, directories, path, hash),
    localPath: hash => pathOf(layout, hash),
  }
}
