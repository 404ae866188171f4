import type { Invitation } from '@storycanvas/api'
import { sql } from 'kysely'
import { accountTopic, changed, notify, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Database, Tx } from '../platform/database/database.ts'
import { invalidField, notFound, RequestError } from '../platform/http/problem.ts'
import { cancelWaiting } from '../platform/jobs/end.ts'
import { roleMay } from '../platform/policy/policy.ts'
import { roleOf } from './read.ts'

type GivenRole = Invitation['role']

export async function addMember(database: Database, projectId: string, email: string, role: GivenRole): Promise<void> {
  await changeMembers(database, projectId, async tx => {
    const account = await tx
      .selectFrom('account')
      .select('id')
      .where(sql<string>`lower(email)`, '=', email.toLowerCase())
      .where('deletedAt', 'is', null)
      .where('suspendedAt', 'is', null)
      .executeTakeFirst()
    if (!account) throw invalidField('email', 'belongs to no account of this server; send an invitation by link instead')
    if (!(await insertMember(tx, { projectId, accountId: account.id, role })))
      throw new RequestError('already-exists', 'This account is a member already; change its role instead.', {
        errors: [{ field: 'email', message: 'is a member of this project already' }],
      })
    return [account.id]
  })
}

export async function changeMember(database: Database, projectId: string, accountId: string, role: GivenRole): Promise<void> {
  await changeMembers(database, projectId, async tx => {
    await requireOther(tx, projectId, accountId)
    await setRole(tx, projectId, accountId, role)
    if (!roleMay(role, 'edit')) await cancelWaiting(tx, { ownerId: accountId, projectId })
    return [accountId]
  })
}

/** Those that somebody made or came in by, or all that are open. */
type Links = 'theirs' | 'all'

/**
 * Takes a member out, for good: invitations that were open until now let them in no more, and those that end let nobody in, since
 * they may have kept the link, and another account besides.
 */
export async function removeMember(
  database: Database,
  projectId: string,
  accountId: string,
  { ending }: { ending: Links },
): Promise<void> {
  await changeMembers(database, projectId, async tx => {
    await requireOther(tx, projectId, accountId)
    await endLinks(tx, { projectId, accountId, ending })
    await tx
      .insertInto('projectRemoval')
      .values({ projectId, accountId })
      .onConflict(conflict => conflict.columns(['projectId', 'accountId']).doUpdateSet({ removedAt: sql<string>`now()` }))
      .execute()
    await deleteMember(tx, projectId, accountId)
    return [accountId]
  })
}

/** Who goes by themselves may come back by any invitation that is open. */
export async function leaveProject(database: Database, projectId: string, accountId: string): Promise<void> {
  await changeMembers(database, projectId, async tx => {
    await requireOther(tx, projectId, accountId)
    await deleteMember(tx, projectId, accountId)
    return [accountId]
  })
}

export async function transferProject(database: Database, projectId: string, from: string, to: string): Promise<void> {
  await changeMembers(database, projectId, async tx => {
    if (to === from) throw invalidField('accountId', 'owns the project already')
    const role = await roleOf(tx, projectId, to)
    if (!role) throw invalidField('accountId', 'is not a member of this project')
    // Whoever asked may have handed it on a moment ago, in another window.
    if ((await roleOf(tx, projectId, from)) !== 'owner')
      throw new RequestError('conflict', 'You do not own this project any more.')
    await setRole(tx, projectId, from, 'editor')
    await setRole(tx, projectId, to, 'owner')
    return [from, to]
  })
}

type NewMember = { projectId: string; accountId: string; role: GivenRole; invitationId?: string }

/** Adds a member; false when the account is one already. */
export async function insertMember(tx: Tx, member: NewMember): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('projectMember')
    .values(member)
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** One change of who is in; `work` gives the accounts that it concerns, whose open lines are asked again what they may hear. */
export function changeMembers(database: Database, projectId: string, work: (tx: Tx) => Promise<string[]>): Promise<void> {
  return database.transaction().execute(async tx => {
    await tx.selectFrom('project').select('id').where('id', '=', projectId).forUpdate().execute()
    const accounts = await work(tx)
    const topics = [projectTopic(projectId), ...accounts.map(accountTopic)]
    for (const accountId of accounts) await notify(tx, { kind: 'membership', accountId, projectId })
    await publish(tx, topics, changed('members', projectId, projectId))
  })
}

async function requireOther(tx: Tx, projectId: string, accountId: string) {
  const role = await roleOf(tx, projectId, accountId)
  if (!role) throw notFound()
  if (role === 'owner') throw new RequestError('not-possible-now', 'The owner stays until the project belongs to somebody else.')
}

/** What they have waiting is not begun any more: they would pay for what they never see. */
async function deleteMember(tx: Tx, projectId: string, accountId: string): Promise<void> {
  await tx.deleteFrom('projectMember').where('projectId', '=', projectId).where('accountId', '=', accountId).execute()
  await cancelWaiting(tx, { ownerId: accountId, projectId })
}

const endLinks = (tx: Tx, { projectId, accountId, ending }: { projectId: string; accountId: string; ending: Links }) =>
  sql`update project_invitation set revoked_at = now()
    where project_id = ${projectId} and revoked_at is null and (${ending === 'all'} or invited_by = ${accountId}
      or id = (select invitation_id from project_member where project_id = ${projectId} and account_id = ${accountId}))`.execute(
    tx,
  )

/**
 * Takes an account that is to be deleted out of all projects of others, and ends the links that it made.
 * @throws RequestError as long as others depend on a project of its own, whom nobody else could let in or out any more
 */
export async function leaveAllProjects(tx: Tx, accountId: string): Promise<void> {
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
  await sql`update project_invitation set revoked_at = now() where invited_by = ${accountId} and revoked_at is null`.execute(tx)
}

const setRole = (tx: Tx, projectId: string, accountId: string, role: GivenRole | 'owner') =>
  tx.updateTable('projectMember').set({ role }).where('projectId', '=', projectId).where('accountId', '=', accountId).execute()
