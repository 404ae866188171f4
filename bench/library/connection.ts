import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** How to reach the embedded database of a server that runs. */
export async function connectionOf(dataDir: string) {
  const lines = (await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')
  return { host: lines[4] ?? '', port: Number(lines[3]), user: 'postgres', database: 'storycanvas' }
}
