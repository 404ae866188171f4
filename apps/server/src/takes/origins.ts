import { sql } from 'kysely'
import type { Tx } from '../platform/database/database.ts'

/** `parentTakeId` null is the take that the panel's branch shows when it is asked for. */
type Asked = { generationId: string; panelId: string; parentTakeId: string | null }

/** Fixes on which branch each take will land and which one it follows, whatever the panel is switched to until then. */
export async function rememberOrigins(tx: Tx, projectId: string, asked: readonly Asked[]): Promise<void> {
  if (asked.length === 0) return
  const panelIds = asked.map(({ panelId }) => panelId)
  await ensureBranches(tx, projectId, panelIds)
  // In the order of everybody who locks branches, and before rows refer to them: those who bring takes hold them one by one.
  await sql`select from take_branch where panel_id = any(${panelIds}::uuid[]) order by id for update`.execute(tx)
  await sql`
    insert into take_origin (generation_id, branch_id, parent_id)
    select a.generation_id, b.id, coalesce(a.parent_id, b.chosen_take_id)
    from unnest(${asked.map(({ generationId }) => generationId)}::uuid[], ${panelIds}::uuid[],
      ${asked.map(({ parentTakeId }) => parentTakeId)}::uuid[]) as a (generation_id, panel_id, parent_id)
    join take_branch b on b.panel_id = a.panel_id and b.active`.execute(tx)
}

/** Every panel is on a branch; the first one is called main. */
export async function ensureBranches(tx: Tx, projectId: string, panelIds: readonly string[]): Promise<void> {
  await sql`
    insert into take_branch (id, project_id, panel_id, name, active)
    select gen_random_uuid(), ${projectId}, p.id, 'main', true
    from (select distinct unnest(${panelIds}::uuid[]) as id order by 1) p
    where not exists (select from take_branch b where b.panel_id = p.id and b.active)
    on conflict do nothing`.execute(tx)
}

export const originOf = (tx: Tx, generationId: string) =>
  tx.selectFrom('takeOrigin').select(['branchId', 'parentId']).where('generationId', '=', generationId).executeTakeFirst()
