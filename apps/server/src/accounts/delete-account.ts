import { sql } from 'kysely'
import { changed, notify, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Tx } from '../platform/database/database.ts'
import { RequestError } from '../platform/http/problem.ts'
import { cancelWaiting } from '../platform/jobs/end.ts'
import { requirePassword } from './change-password.ts'
import type { AccountContext } from './context.ts'
import { endSessions } from './sessions.ts'

/**
 * Deletes an account: it is signed out everywhere, its keys are forgotten, its address is free again and its name is shown
 * nowhere. Videos and projects of its own go into the trash, and from there for good like everything in it. What it made in
 * projects of others stays, since it is theirs too.
 */
export async function deleteAccount(
  { database }: Pick<AccountContext, 'database'>,
  accountId: string,
  password: string,
): Promise<void> {
  const { role } = await requirePassword({ database }, accountId, { field: 'password', password })
  if (role === 'owner') throw new RequestError('not-possible-now', 'Whoever owns this server cannot delete their account.')
  await database.transaction().execute(async tx => {
    await leaveProjects(tx, accountId)
    await cancelWaiting(tx, { ownerId: accountId, projectId: null })
    await endSessions(tx, accountId, null)
    await withdrawKeys(tx, accountId)
    for (const statement of removal(accountId)) await statement.execute(tx)
  })
}

/** Refuses as long as others depend on a project of theirs, whom nobody else could let in or out any more. */
async function leaveProjects(tx: Tx, accountId: string): Promise<void> {
  // Locked: nobody hands them a project meanwhile, and nobody comes into theirs.
  const { rows } = await sql<{ id: string; name: string; role: string; others: number; isLive: boolean }>`
    select p.id, p.name, m.role, p.deleted_at is null as is_live,
      (select count(*) from project_member o where o.project_id = p.id and o.account_id <> ${accountId}) as others
    from project p join project_member m on m.project_id = p.id and m.account_id = ${accountId}
    order by p.id for update of p`.execute(tx)
  const needed = rows.filter(({ role, others, isLive }) => role === 'owner' && others > 0 && isLive)
  if (needed.length > 0)
    throw new RequestError(
      'not-possible-now',
      `Others work in ${needed.map(({ name }) => `“${name}”`).join(', ')}: hand it on to one of them, or take them out, first.`,
    )
  const joined = rows.filter(({ role }) => role !== 'owner').map(({ id }) => id)
  await sql`delete from project_member where account_id = ${accountId} and project_id = any(${joined}::uuid[])`.execute(tx)
  for (const id of joined) await publish(tx, [projectTopic(id)], changed('members', id, id))
}

async function withdrawKeys(tx: Tx, accountId: string): Promise<void> {
  const keys = await tx
    .updateTable('apiKey')
    .set({ revokedAt: sql<string>`now()` })
    .where('accountId', '=', accountId)
    .where('revokedAt', 'is', null)
    .returning('id')
    .execute()
  for (const { id } of keys) await notify(tx, { kind: 'key-withdrawn', keyId: id })
}

/** Uploads that nobody else sees or hears in a film of theirs. */
const unusedMedia = (accountId: string) => sql`
  select id from media_file f where owner_id = ${accountId} and not exists (
    select from project p where p.deleted_at is null and p.id in (
      select project_id from clip where media_id = f.id and deleted_at is null
      union all select project_id from character where reference_ids @> array[f.id] and deleted_at is null
      union all select project_id from location where reference_ids @> array[f.id] and deleted_at is null))`

const removal = (id: string) => [
  sql`update project set deleted_at = now() where deleted_at is null
    and id in (select project_id from project_member where account_id = ${id} and role = 'owner')`,
  sql`update project_invitation set revoked_at = now() where invited_by = ${id} and revoked_at is null`,
  sql`update video set deleted_at = coalesce(deleted_at, now()) where owner_id = ${id}`,
  sql`delete from upload where owner_id = ${id} and video_id is null`,
  sql`delete from blob_use where kind = 'media' and owner_id in (${unusedMedia(id)})`,
  sql`update media_file set deleted_at = coalesce(deleted_at, now()) where id in (${unusedMedia(id)})`,
  ...['asset', 'style_template', 'project_template', 'pull_worker'].map(
    table => sql`update ${sql.table(table)} set deleted_at = coalesce(deleted_at, now()) where owner_id = ${id}`,
  ),
  sql`update job set lease_until = now() - interval '1 second' where pull and state = 'running'
    and pull_worker_id in (select w.id from pull_worker w where w.owner_id = ${id})`,
  sql`update webhook set enabled = false, deleted_at = coalesce(deleted_at, now()) where owner_id = ${id}`,
  sql`delete from provider_key where owner_id = ${id}`,
  sql`delete from idempotency_key where account_id = ${id}`,
  // The row stays, for what it made still names it.
  sql`update account set deleted_at = now(), email = 'deleted-' || id, name = 'Deleted account', password_hash = '' where id = ${id}`,
]
