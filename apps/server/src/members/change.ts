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

/**
 * Takes a member out, for good: invitations that were open until now let them in no more, and those that they made or came in
 * by let nobody in, since they may have kept the link.
 */
export async function removeMember(database: Database, projectId: string, accountId: string): Promise<void> {
  await changeMembers(database, projectId, async tx => {
    await requireOther(tx, projectId, accountId)
    await withdrawLinksOf(tx, projectId, accountId)
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

const withdrawLinksOf = (tx: Tx, projectId: string, accountId: string) =>
  sql`update project_invitation set revoked_at = now()
    where project_id = ${projectId} and revoked_at is null and (invited_by = ${accountId}
      or id = (select invitation_id from project_member where project_id = ${projectId} and account_id = ${accountId}))`.execute(
    tx,
  )

const setRole = (tx: Tx, projectId: string, accountId: string, role: GivenRole | 'owner') =>
  tx.updateTable('projectMember').set({ role }).where('projectId', '=', projectId).where('accountId', '=', accountId).execute()
