import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { accountTopic, changed, notify, publish } from '../platform/bus/publish.ts'
import type { Database, Tx } from '../platform/database/database.ts'
import { RequestError } from '../platform/http/problem.ts'

/**
 * Removes a project in the trash for good, with everything in it; its bytes are collected as orphans. Films that were
 * published from it stay in the library. Refused while a job of it is at work, which would write into what is gone.
 */
export function purgeProject(database: Database, id: string): Promise<void> {
  return database.transaction().execute(async tx => {
    const row = await tx.selectFrom('project').select('deletedAt').where('id', '=', id).forUpdate().executeTakeFirst()
    if (!row?.deletedAt) throw new RequestError('not-possible-now', 'Only a project in the trash can be deleted for good.')
    if (await isAtWork(tx, id))
      throw new RequestError('not-possible-now', 'Jobs of this project wait or run. Cancel them in the queue, then try again.')
    const members = await tx.selectFrom('projectMember').select('accountId').where('projectId', '=', id).execute()
    for (const statement of removal(id)) await statement.execute(tx)
    await publish(
      tx,
      members.map(({ accountId }) => accountTopic(accountId)),
      changed('project', id, id),
    )
    // Films of it that are not public are their owners' alone now.
    for (const { accountId } of members) await notify(tx, { kind: 'membership', accountId, projectId: id })
  })
}

/** Removes projects for good that have lain in the trash for so many days. Returns how many. */
export async function purgeProjects({ database, log }: Pick<Context, 'database' | 'log'>, days: number): Promise<number> {
  const old = await database
    .selectFrom('project')
    .select('id')
    .where('deletedAt', '<', sql<string>`now() - make_interval(days => ${days})`)
    .orderBy('id')
    .limit(1000)
    .execute()
  let purged = 0
  for (const { id } of old)
    try {
      await purgeProject(database, id)
      purged += 1
    } catch (error) {
      // One that something else still holds on to must not keep the others.
      log.warn({ err: error, projectId: id }, 'a project could not be removed from the trash')
    }
  return purged
}

async function isAtWork(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{ busy: boolean }>`
    select exists (select from job where project_id = ${id} and state in ('queued', 'running'))
      or exists (
        select from generation_attempt a join generation g on g.id = a.generation_id
        where g.project_id = ${id} and (a.ended_at is null or (a.state = 'abandoned' and a.tidied_at is null))
      ) as busy`.execute(tx)
  return rows[0]?.busy ?? false
}

/** What refers to a row goes before it; takes, branches and generations refer to one another, so that is cut first. */
const removal = (id: string) => [
  sql`update video set render_id = null, project_id = null
    where project_id = ${id} or render_id in (select id from render where project_id = ${id})`,
  sql`delete from blob_use where kind = 'take' and owner_id in (select id from take where project_id = ${id})`,
  sql`delete from blob_use where kind = 'render' and owner_id in (select id from render where project_id = ${id})`,
  sql`update take set parent_id = null, branch_id = null, generation_id = null, clip_id = null where project_id = ${id}`,
  sql`delete from take_choice where branch_id in (select id from take_branch where project_id = ${id})`,
  sql`delete from take_origin where branch_id in (select id from take_branch where project_id = ${id})`,
  sql`delete from take_branch where project_id = ${id}`,
  sql`delete from hosted_attempt where generation_id in (select id from generation where project_id = ${id})`,
  sql`delete from generation_attempt where generation_id in (select id from generation where project_id = ${id})`,
  sql`delete from budget_entry where project_id = ${id}`,
  sql`delete from budget_hold where project_id = ${id}`,
  sql`delete from budget where scope = 'project' and id = ${id}`,
  sql`delete from generation where project_id = ${id}`,
  sql`delete from generation_batch where project_id = ${id}`,
  sql`delete from take where project_id = ${id}`,
  ...['clip', 'timeline_track', 'timeline_marker', 'timeline_edit', 'render', 'draft', 'instruction'].map(table =>
    all(table, id),
  ),
  ...['panel', 'scene', 'chapter', 'character', 'location', 'project_member'].map(table => all(table, id)),
  sql`delete from job_lease where job_id in (select id from job where project_id = ${id})`,
  sql`update job set project_id = null, deleted_at = now() where project_id = ${id}`,
  sql`delete from project where id = ${id} and deleted_at is not null`,
]

const all = (table: string, projectId: string) => sql`delete from ${sql.table(table)} where project_id = ${projectId}`
