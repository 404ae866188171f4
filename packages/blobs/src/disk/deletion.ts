import { open, readFile, rm, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { BlobHash } from '../hash.ts'
import { syncDirectory } from './durable.ts'
import { pathOf, type Layout } from './layout.ts'
import { isMakerAlive, markedName } from './process-mark.ts'

/**
 * Deleting is announced by a mark that other processes see. A put that gives a blob its name looks for the mark
 * afterwards: no mark and the blob still there means that every later deletion judges by the new `storedAt`.
 */
export async function deleteBlob(layout: Layout, hash: BlobHash, storedBefore: Date): Promise<'deleted' | 'kept' | 'absent'> {
  const path = pathOf(layout, hash)
  const mark = join(layout.deleting, hash)
  await takeMark(mark)
  try {
    const facts = await stat(path)
    if (facts.mtime >= storedBefore) return 'kept'
    await unlink(path)
    await syncDirectory(dirname(path))
    return 'deleted'
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'absent'
    throw error
  } finally {
    await rm(mark, { force: true })
  }
}

/** Waits until nobody is deleting the blob. */
export async function awaitDeletion(layout: Layout, hash: BlobHash): Promise<void> {
  while (await isMarked(join(layout.deleting, hash))) await wait(pause)
}

const pause = 2

async function takeMark(mark: string): Promise<void> {
  for (;;) {
    try {
      const file = await open(mark, 'wx', 0o600)
      await file.writeFile(markedName())
      await file.close()
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (await isMarked(mark)) await wait(pause)
  }
}

/** A mark whose maker was killed is taken away. */
async function isMarked(mark: string): Promise<boolean> {
  const facts = await stat(mark).catch(() => undefined)
  const name = await readFile(mark, 'utf8').catch(() => undefined)
  if (facts === undefined || name === undefined) return false
  const age = Date.now() - facts.mtimeMs
  // Between making the mark and writing the name into it there is a moment.
  const isAbandoned = name === '' ? age > 5000 : !isMakerAlive(name, age)
  if (isAbandoned) await rm(mark, { force: true })
  return !isAbandoned
}
