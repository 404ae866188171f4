import { createHash, randomBytes } from 'node:crypto'
import type { Invitation } from '@storycanvas/api'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Database, Reader } from '../platform/database/database.ts'
import { notFound, requireFewer, RequestError } from '../platform/http/problem.ts'
import { changeMembers, insertMember } from './change.ts'
import { roleOf } from './read.ts'

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

type Wanted = { role: Invitation['role']; uses: number; hours: number }

const mostInvitations = 100

/** The token is kept as its hash alone. */
export async function createInvitation(database: Database, projectId: string, accountId: string, wanted: Wanted) {
  requireFewer('open invitations', mostInvitations, (await listInvitations(database, projectId)).items)
  const id = uuid()
  const token = `inv_${randomBytes(24).toString('base64url')}`
  await database
    .insertInto('projectInvitation')
    .values({
      ...{ id, projectId, role: wanted.role, hash: hashOf(token), usesLeft: wanted.uses, invitedBy: accountId },
      expiresAt: sql<string>`now() + make_interval(hours => ${wanted.hours})`,
    })
    .execute()
  const [invitation] = await open(database).where('i.id', '=', id).execute()
  if (!invitation) throw notFound()
  // Behind #, so that no server between here and the browser sees it.
  return { ...invitation, token, path: `/join#${token}` }
}

export async function listInvitations(database: Database, projectId: string): Promise<{ items: Invitation[] }> {
  return { items: await open(database).where('i.projectId', '=', projectId).orderBy('i.createdAt', 'desc').execute() }
}

export async function revokeInvitation(database: Database, projectId: string, id: string): Promise<void> {
  const { numUpdatedRows } = await database
    .updateTable('projectInvitation')
    .set({ revokedAt: sql<string>`coalesce(revoked_at, now())` })
    .where('id', '=', id)
    .where('projectId', '=', projectId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw notFound()
}

export async function readInvitation(database: Database, accountId: string, token: string) {
  const found = await find(database, token)
  const role = await roleOf(database, found.projectId, accountId)
  if (role === null && (await wasTakenOutSince(database, found.id, accountId))) throw noMore()
  return {
    projectId: found.projectId,
    projectName: found.projectName,
    invitedBy: found.invitedBy,
    role: role ?? found.role,
    isMember: role !== null,
  }
}

/** Who is a member already keeps their role, and uses nothing up. */
export async function acceptInvitation(database: Database, accountId: string, token: string) {
  const { id, projectId, role } = await find(database, token)
  await changeMembers(database, projectId, async tx => {
    if (!(await insertMember(tx, { projectId, accountId, role, invitationId: id }))) return []
    if (await wasTakenOutSince(tx, id, accountId)) throw noMore()
    const { numUpdatedRows } = await tx
      .updateTable('projectInvitation')
      .set(eb => ({ usesLeft: eb('usesLeft', '-', 1) }))
      .where('id', '=', id)
      .where('usesLeft', '>', 0)
      .where('revokedAt', 'is', null)
      .where('expiresAt', '>', sql<string>`now()`)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw noMore()
    return [accountId]
  })
  return { projectId, role: (await roleOf(database, projectId, accountId)) ?? role }
}

/** Since the invitation was made; who makes one afterwards and hands it to them means them. */
async function wasTakenOutSince(database: Reader, invitationId: string, accountId: string): Promise<boolean> {
  const row = await database
    .selectFrom('projectRemoval as r')
    .innerJoin('projectInvitation as i', 'i.projectId', 'r.projectId')
    .select('r.removedAt')
    .where('i.id', '=', invitationId)
    .where('r.accountId', '=', accountId)
    .whereRef('r.removedAt', '>=', 'i.createdAt')
    .executeTakeFirst()
  return row !== undefined
}

async function find(database: Database, token: string) {
  const found = await open(database)
    .select(['i.projectId', 'p.name as projectName'])
    .where('i.hash', '=', hashOf(token))
    .executeTakeFirst()
  if (!found) throw noMore()
  return found
}

/** Invitations by which somebody can still come in. */
const open = (database: Reader) =>
  database
    .selectFrom('projectInvitation as i')
    .innerJoin('account as a', 'a.id', 'i.invitedBy')
    .innerJoin('project as p', 'p.id', 'i.projectId')
    .select(['i.id', 'i.role', 'i.usesLeft', 'i.expiresAt', 'i.createdAt', 'a.name as invitedBy'])
    .where('p.deletedAt', 'is', null)
    .where('i.revokedAt', 'is', null)
    .where('i.usesLeft', '>', 0)
    .where('i.expiresAt', '>', sql<string>`now()`)

const noMore = () =>
  new RequestError('not-found', 'This invitation has been used up, withdrawn, or has run out. Ask for another one.')
