import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { attemptsFolder } from '../../platform/media/work-folder.ts'

/** Finished parts of films kept for the next render, in bytes. */
const cacheLimit = 4 * 2 ** 30

/** The folders in which renders work, below the data folder. */
export const workshop = (dataDir: string) => ({
  attempts: attemptsFolder({ dataDir }, 'render'),
  cache: join(dataDir, 'work', 'render-cache'),
})

/** Brings the cache down to its limit: the parts that were used the longest time ago go first. */
export async function trimCache(cache: string, limit = cacheLimit): Promise<void> {
  const names = await readdir(cache).catch(() => [])
  const found = await Promise.all(names.map(async name => ({ name, facts: await stat(join(cache, name)).catch(() => null) })))
  const parts = found.flatMap(({ name, facts }) =>
    facts?.isFile() ? [{ name, bytes: facts.size, used: Math.max(facts.atimeMs, facts.mtimeMs) }] : [],
  )
  let bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
  for (const part of parts.sort((a, b) => a.used - b.used)) {
    if (bytes <= limit) return
    await rm(join(cache, part.name), { force: true })
    bytes -= part.bytes
  }
}
