import { link, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { layoutOf } from '../../disk/layout.ts'
import { isMakerAlive, markedName } from '../../disk/process-mark.ts'

export type FolderLock = {
  /** Shows other machines that we live. Rejects when the lock is gone. */
  touch(): Promise<void>
  release(): Promise<void>
}

const lockLifetimeMs = 60_000

/**
 * Takes a folder for this process; throws when another living one has it. Locks are numbered and the highest counts: of all
 * who find that its holder is dead one can make the next.
 */
export async function lockFolder(root: string): Promise<FolderLock> {
  // The disk store sweeps this folder of what killed processes left.
  const { temporary } = layoutOf(root)
  await mkdir(temporary, { recursive: true, mode: 0o700 })
  const own = join(temporary, markedName())
  await writeFile(own, markedName(), { mode: 0o600 })
  try {
    for (;;) {
      const before = await highestIn(root)
      if (before !== undefined && (await isHeld(nameOf(root, before)))) throw inUse(root)
      const number = (before ?? 0) + 1
      if (!(await isMade(own, nameOf(root, number)))) continue
      const lock = nameOf(root, number)
      // Whoever looked long ago may have come after the lock that followed.
      if ((await highestIn(root)) !== number) {
        await rm(lock, { force: true })
        continue
      }
      for (const old of await numbersIn(root)) if (old < number) await rm(nameOf(root, old), { force: true })
      return {
        async touch() {
          const now = new Date()
          await utimes(lock, now, now)
        },
        release: () => rm(lock, { force: true }),
      }
    }
  } finally {
    await rm(own, { force: true })
  }
}

const nameOf = (root: string, number: number) => join(root, `lock.${number}`)

async function numbersIn(root: string): Promise<number[]> {
  const names = await readdir(root)
  return names.flatMap(name => (/^lock\.\d+$/.test(name) ? [Number(name.slice(5))] : []))
}

async function highestIn(root: string): Promise<number | undefined> {
  return (await numbersIn(root)).toSorted((a, b) => b - a)[0]
}

async function isMade(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
}

/** A machine of another name, such as the container before this one, shows that it lives by touching its lock. */
async function isHeld(lock: string): Promise<boolean> {
  const holder = await readFile(lock, 'utf8').catch(() => undefined)
  const touched = await stat(lock).catch(() => undefined)
  if (holder === undefined || touched === undefined) return false
  return isMakerAlive(holder, Date.now() - touched.mtimeMs, lockLifetimeMs)
}

const inUse = (root: string) =>
  new Error(`${root} is in use by another storage node. If that was another machine, try again in a minute.`)
