import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Layout } from './layout.ts'
import { isMakerAlive } from './process-mark.ts'

/** Takes away what killed processes left half written. A name in there never belongs to an acknowledged blob alone. */
export async function sweepTemporary({ temporary }: Pick<Layout, 'temporary'>): Promise<void> {
  for (const name of await readdir(temporary)) {
    const file = join(temporary, name)
    const facts = await stat(file).catch(() => undefined)
    if (facts === undefined || isMakerAlive(name, Date.now() - facts.mtimeMs)) continue
    await rm(file, { recursive: true, force: true })
  }
}
