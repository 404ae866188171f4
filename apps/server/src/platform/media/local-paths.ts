import { BlobError, type BlobHash, type DiskStore, type LocalCopies, type LocalFile } from '@storycanvas/blobs'

/** How programs that read files get at blobs. */
export type LocalPaths = {
  /** A file that stays under its path until it is disposed of; fetched where media are kept elsewhere. */
  materialise(hash: BlobHash, signal?: AbortSignal): Promise<LocalFile>
  /** The path of a blob that is on this machine now; throws where it is not. */
  pathOf(hash: BlobHash): string
}

export function pathsOfDisk(store: DiskStore): LocalPaths {
  return {
    async materialise(hash) {
      if (!(await store.has(hash))) throw new BlobError({ kind: 'missing', hash })
      return { path: store.localPath(hash), [Symbol.asyncDispose]: async () => {} }
    },
    pathOf: hash => store.localPath(hash),
  }
}

export function pathsOfCopies(copies: LocalCopies): LocalPaths {
  return {
    materialise: (hash, signal) => copies.materialise(hash, signal),
    pathOf(hash) {
      const path = copies.pathHere(hash)
      if (path === undefined) throw new BlobError({ kind: 'unavailable', why: `the copy of ${hash} on this machine is gone` })
      return path
    },
  }
}
