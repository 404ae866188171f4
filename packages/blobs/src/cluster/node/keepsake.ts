import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { syncDirectory } from '../../disk/durable.ts'
import { createTurns } from '../../in-turn.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'

export type Keepsake = {
  readonly id: string
  readonly epoch: () => number
  /** Resolves when the epoch is on the disk; lower ones change nothing. Rejects when it cannot be written; ask again. */
  hear(epoch: number): Promise<void>
  /** Rejects when the folder is gone or is another node's. */
  recognise(): Promise<void>
  /** The same, and when it cannot be written to. */
  check(): Promise<void>
  /** Writes nothing more and lets another process have the folder. */
  release(): Promise<void>
}

type Kept = { readonly id: string; readonly epoch: number }

/** What a node remembers of itself: its name, given at its first start, and the highest epoch it was told of. */
export async function openKeepsake(root: string, name: string | undefined): Promise<Keepsake> {
  await mkdir(root, { recursive: true, mode: 0o700 })
  const lock = await lockFolder(root)
  try {
    return await readKeepsake(root, name, lock)
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function readKeepsake(root: string, name: string | undefined, lock: FolderLock): Promise<Keepsake> {
  const file = join(root, 'node.json')
  const read = async () => JSON.parse(await readFile(file, 'utf8')) as Kept
  const write = async (kept: Kept) => {
    {
      await using handle = await open(`${file}.new`, 'w', 0o600)
      await handle.writeFile(JSON.stringify(kept))
      await handle.sync()
    }
    await rename(`${file}.new`, file)
    await syncDirectory(root)
  }
  const found = await read().catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (found !== undefined && name !== undefined && found.id !== name)
    throw new Error(`${root} belongs to the node ${found.id}, not to ${name}.`)
  let kept = found ?? { id: name ?? randomUUID(), epoch: 0 }
  let written = -1
  let isReleased = false
  const { inTurn, idle } = createTurns()
  // One write at a time: they share a temporary name, and of two the later one would find it renamed already.
  const alone = (work: () => Promise<void>) =>
    inTurn(file, () => (isReleased ? Promise.reject(new Error('the node has stopped')) : work()))
  const save = async () => {
    const { epoch } = kept
    await write(kept)
    written = epoch
  }
  const recognise = async () => {
    const { id } = await read()
    if (id !== kept.id) throw new Error(`${root} now belongs to the node ${id}.`)
  }
  await alone(save)
  return {
    id: kept.id,
    epoch: () => kept.epoch,
    async hear(epoch) {
      if (epoch > kept.epoch) kept = { ...kept, epoch }
      if (epoch <= written) return
      await alone(async () => {
        if (epoch > written) await save()
      })
    },
    recognise,
    check: () =>
      alone(async () => {
        await recognise()
        await save()
        await lock.touch()
      }),
    async release() {
      isReleased = true
      await idle()
      await lock.release()
    },
  }
}
