import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { notFound } from '../platform/http/problem.ts'
import { addMember, changeMember, leaveProject, removeMember, transferProject } from './change.ts'
import { acceptInvitation, createInvitation, listInvitations, readInvitation, revokeInvitation } from './invitations.ts'
import { listMembers } from './read.ts'

type Operations =
  | 'listMembers'
  | 'addMember'
  | 'changeMember'
  | 'removeMember'
  | 'leaveProject'
  | 'transferProject'
  | 'listInvitations'
  | 'createInvitation'
  | 'revokeInvitation'
  | 'readInvitation'
  | 'acceptInvitation'

/** The room of the people of a project: who is in, in which role, and how one comes in. */
export function memberRoutes({ database }: Pick<Context, 'database'>): Handlers<Pick<typeof contract, Operations>> {
  return {
    listMembers: ({ params }) => listMembers(database, params.id),
    addMember: async ({ params, body }) => {
      await addMember(database, params.id, body.email, body.role)
      return listMembers(database, params.id)
    },
    changeMember: async ({ params, body }) => {
      await changeMember(database, params.id, params.accountId, body.role)
      return listMembers(database, params.id)
    },
    removeMember: ({ params, query }) =>
      removeMember(database, params.id, params.accountId, { ending: query.withdrawInvitations ? 'all' : 'theirs' }),
    leaveProject: ({ params, actor }) => {
      if (actor.kind !== 'account') throw notFound()
      return leaveProject(database, params.id, actor.id)
    },
    transferProject: async ({ params, body, actor }) => {
      await transferProject(database, params.id, actor.id, body.accountId.toLowerCase())
      return listMembers(database, params.id)
    },
    listInvitations: ({ params }) => listInvitations(database, params.id),
    createInvitation: ({ params, body, actor }) => createInvitation(database, params.id, actor.id, body),
    revokeInvitation: ({ params }) => revokeInvitation(database, params.id, params.invitationId),
    readInvitation: ({ actor, body }) => readInvitation(database, actor.id, body.token),
    acceptInvitation: ({ actor, body }) => acceptInvitation(database, actor.id, body.token),
  }
}
