import { sql } from 'kysely'
import type { Tx } from '../platform/database/database.ts'
import { RequestError } from '../platform/http/problem.ts'

type Who = { projectId: string; accountId: string }

/** The last change of a person's own that is not taken back. Steps of the cut are taken back where the cut is edited. */
export async function lastOwn(tx: Tx, { projectId, accountId }: Who): Promise<string> {
  const row = await tx
    .selectFrom('activity')
    .select('id')
    .where('projectId', '=', projectId)
    .where('accountId', '=', accountId)
    .where('way', '=', 'change')
    .where('isTakenBack', '=', false)
    .where('stepId', 'is', null)
    .orderBy('ordinal', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) throw new RequestError('not-possible-now', 'There is nothing of yours to take back in this project.')
  return row.id
}

/** The change of a person's own that they took back last, until they change something else. */
export async function lastTakenBack(tx: Tx, { projectId, accountId }: Who): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select change.id from activity back join activity change on change.id = back.about and change.last_id = back.id
    where back.project_id = ${projectId} and back.account_id = ${accountId} and back.way = 'undo'
      and change.account_id = ${accountId} and change.is_taken_back and change.step_id is null
      and back.ordinal > coalesce((
        select max(newer.ordinal) from activity newer where newer.project_id = ${projectId} and newer.account_id = ${accountId}
          and newer.way = 'change' and newer.step_id is null), 0)
    order by back.ordinal desc limit 1`.execute(tx)
  const [row] = rows
  if (!row) throw new RequestError('not-possible-now', 'There is nothing that you took back to make again.')
  return row.id
}
