import type pg from 'pg'
import { openDatabase } from '../../apps/server/src/platform/database/database.ts'
import { createGrants } from '../../apps/server/src/platform/media/grants.ts'
import { makeKey } from '../../apps/server/src/platform/secrets/key.ts'
import { listVideos } from '../../apps/server/src/library/videos/list.ts'
import { contract } from '../../packages/api/src/index.ts'
import { plansFor } from '../measuring/plans.ts'

/** Markdown with the plans of the statements that each list sends. */
export async function plansOf(
  pool: pg.Pool,
  ownerId: string,
  queries: Readonly<Record<string, { address: string }>>,
): Promise<string> {
  const database = openDatabase(pool)
  const grants = createGrants([makeKey('url-signing', 'bench')])
  const parts: string[] = []
  for (const [name, { address }] of Object.entries(queries)) {
    const query = contract.listVideos.query.parse(Object.fromEntries(new URL(address, 'http://here').searchParams))
    parts.push(await plansFor(pool, name, () => listVideos({ database, grants }, ownerId, query)))
  }
  return parts.join('\n')
}
