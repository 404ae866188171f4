import { link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { requireExpected } from '../expected.ts'
import type { BlobHash } from '../hash.ts'
import type { BlobSource, PutOptions } from '../store.ts'
import { awaitDeletion } from './deletion.ts'
import { syncDirectory, type DurableDirectories } from './durable.ts'
import { directoryOf, pathOf, type Layout } from './layout.ts'
import { markedName } from './process-mark.ts'
import type { Space } from './space.ts'
import { writeHashed } from './write.ts'

/** `storedAt` takes the place of the present moment. */
export type DiskPutOptions = PutOptions & { readonly storedAt?: Date }

/** Write aside, synchronise, rename: under a final name there are either all bytes or nothing. */
export async function putBlob(
  layout: Layout,
  directories: DurableDirectories,
  space: Space,
  source: BlobSource,
  options: DiskPutOptions,
): Promise<{ hash: BlobHash; size: number }> {
  const temporary = join(layout.temporary, markedName())
  try {
    const ahead = options.expected && dirname(pathOf(layout, options.expected))
    const writing = writeTemporary(temporary, source, options, space)
    // Both wait for the disk. A folder that could not be made now is tried again below.
    await Promise.allSettled([writing, ahead && directories.make(ahead)])
    const blob = await writing
    await directories.make(directoryOf(layout, blob.hash))
    while (!(await publish(layout, temporary, blob.hash)));
    return blob
  } finally {
    await rm(temporary, { force: true })
  }
}

/**
 * Takes in a file of the same file system whose hash its writer knows, without copying it. The file keeps its own name too,
 * and must not be written to any more; whoever made it removes that name.
 */
export async function adoptFile(layout: Layout, directories: DurableDirectories, path: string, hash: BlobHash): Promise<void> {
  const temporary = join(layout.temporary, markedName())
  const file = await open(path, 'r+')
  try {
    const now = new Date()
    await file.utimes(now, now)
    await file.chmod(0o440)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(path, temporary)
    await directories.make(directoryOf(layout, hash))
    while (!(await publish(layout, temporary, hash)));
  } finally {
    await rm(temporary, { force: true })
  }
}

async function writeTemporary(temporary: string, source: BlobSource, options: DiskPutOptions, space: Space) {
  const file = await open(temporary, 'wx', 0o600)
  try {
    const blob = await writeHashed(file, source, options, space)
    requireExpected(options, blob.hash)
    const { storedAt = new Date() } = options
    await file.utimes(storedAt, storedAt)
    await file.chmod(0o440)
    options.signal?.throwIfAborted()
    await file.sync()
    return blob
  } finally {
    await file.close()
  }
}

/**
 * Gives the bytes their name, in place of equal bytes that may be there, which renews `storedAt` and repairs a damaged
 * blob. False when a deletion at the same moment took them away again; the temporary name still holds them.
 */
async function publish(layout: Layout, temporary: string, hash: BlobHash): Promise<boolean> {
  const path = pathOf(layout, hash)
  const second = join(layout.temporary, markedName())
  await link(temporary, second)
  await rename(second, path)
  // POSIX: renaming onto another link of the same file does nothing and leaves both names.
  await rm(second, { force: true })
  await syncDirectory(directoryOf(layout, hash))
  await awaitDeletion(layout, hash)
  return stat(path).then(
    () => true,
    () => false,
  )
}
