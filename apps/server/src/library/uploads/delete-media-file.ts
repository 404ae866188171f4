import { sql } from 'kysely'
import type { Database, Tx } from '../../platform/database/database.ts'
import { RequestError } from '../../platform/http/problem.ts'

const mostNamed = 5

/** Deletes an uploaded file for good; its bytes are collected as an orphan. Refused, naming where, while something uses it. */
export const deleteMediaFile = (database: Database, accountId: string, id: string): Promise<void> =>
  database.transaction().execute(async tx => {
    // A clip that is being laid down holds on to the row: it is waited for.
    await sql`select from media_file where id = ${id} for update`.execute(tx)
    const places = await placesOf(tx, accountId, id)
    if (places.length > 0)
      throw new RequestError(
        'not-possible-now',
        `It is used by ${places.slice(0, mostNamed).join(', ')}${places.length > mostNamed ? ' and more' : ''}. Take it away there first.`,
      )
    await tx.deleteFrom('mediaPeaks').where('mediaFileId', '=', id).execute()
    await tx.deleteFrom('blobUse').where('kind', '=', 'media').where('ownerId', '=', id).execute()
    await tx.updateTable('mediaFile').set({ deletedAt: sql<string>`now()` }).where('id', '=', id).execute()
  })

/** Where a file is used, in words. Projects that the account is no member of any more are not named. */
async function placesOf(tx: Tx, accountId: string, id: string): Promise<string[]> {
  const { rows } = await sql<{ place: string }>`
    select distinct place from (
      select 'the cut of ' || project_title.title as place from clip c, ${named(accountId)} where c.media_id = ${id} and c.deleted_at is null
      union all
      select c.name || ' in ' || project_title.title from character c, ${named(accountId)}
      where c.reference_ids @> array[${id}::uuid] and c.deleted_at is null
      union all
      select c.name || ' in ' || project_title.title from location c, ${named(accountId)}
      where c.reference_ids @> array[${id}::uuid] and c.deleted_at is null
      union all
      select 'the asset “' || name || '”' from asset where media_id = ${id} and deleted_at is null
    ) used order by place limit ${mostNamed + 1}`.execute(tx)
  return rows.map(({ place }) => place)
}

const named = (accountId: string) => sql`
  lateral (select coalesce((select '“' || p.name || '”' from project p join project_member m on m.project_id = p.id
    where p.id = c.project_id and m.account_id = ${accountId}), 'a project of somebody else') as title) project_title`
