import { sql } from 'kysely'
import type { Reader } from '../platform/database/database.ts'

const shown = { queued: 'queued', running: 'drawing', failed: 'failed' } as const

/** Panels whose newest generation is still to come or went wrong. Panels that are not in it rest. */
export async function panelStates(database: Reader, panelIds: string[]): Promise<Map<string, 'queued' | 'drawing' | 'failed'>> {
  if (panelIds.length === 0) return new Map()
  const { rows } = await sql<{ panelId: string; state: keyof typeof shown }>`
    select p.id as panel_id, j.state
    from unnest(${panelIds}::uuid[]) as p (id)
    cross join lateral (
      select job_id from generation where panel_id = p.id and deleted_at is null order by id desc limit 1
    ) g
    join job j on j.id = g.job_id
    where j.state in ('queued', 'running', 'failed')`.execute(database)
  return new Map(rows.map(({ panelId, state }) => [panelId, shown[state]]))
}
