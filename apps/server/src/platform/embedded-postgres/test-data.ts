import { chmod, mkdir, readdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive } from './process.ts'

const memory = '/dev/shm'
const neededBytes = 2 * 1024 ** 3
const prefix = 'storycanvas-test-'

/**
 * A directory for the data of one test server: in memory where there is plenty, else below `fallback`. Each private
 * database is some 300 files that come and go within seconds, which ext4 can take half a second to make (it looks for
 * inodes that were not freed lately); memory takes 20 ms.
 */
export async function makeTestData(fallback: string): Promise<string> {
  const facts = process.platform === 'linux' ? await statfs(memory).catch(() => undefined) : undefined
  if (facts === undefined || facts.bavail * facts.bsize < neededBytes) return join(fallback, 'postgres')
  await sweepMemory()
  const directory = join(memory, `${prefix}${process.pid}`)
  await mkdir(directory, { mode: 0o711 })
  await chmod(directory, 0o711)
  return join(directory, 'postgres')
}

/** What a killed keeper left; a PostgreSQL whose files are gone ends by itself. */
async function sweepMemory() {
  for (const name of await readdir(memory)) {
    if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length)))) continue
    // Somebody else's are his to take away.
    await rm(join(memory, name), { recursive: true, force: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error
    })
  }
}
