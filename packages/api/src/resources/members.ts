import { z } from 'zod'
import { byId, flag, id, instant, line } from '../fields.ts'
import { ProjectRole } from '../roles.ts'
import { empty, json, routes } from '../route.ts'

export const Member = z.object({ accountId: id, name: z.string(), role: ProjectRole, since: instant })
export type Member = z.output<typeof Member>

/** A project has one owner, who hands it on by `transferProject`; every other role can be given and taken. */
const GivenRole = ProjectRole.exclude(['owner'])

export const Invitation = z.object({
  id,
  role: GivenRole,
  /** How many people may still come in by it. */
  usesLeft: z.int(),
  expiresAt: instant,
  invitedBy: z.string(),
  createdAt: instant,
})
export type Invitation = z.output<typeof Invitation>

const project = { kind: 'object', action: 'view', object: 'project', at: 'params.id' } as const
const manage = { ...project, action: 'manage' } as const
const ofMember = z.object({ id, accountId: id })
const members = json(z.object({ items: z.array(Member) }))
const token = line(100).meta({ examples: ['inv_dGhpcyBpcyBub3QgYSB0b2tlbg'] })

export const people = routes({
  listMembers: {
    method: 'GET',
    path: '/api/v1/projects/:id/members',
    group: 'members',
    summary: 'Who works on a project, and in which role',
    access: project,
    params: byId,
    reply: members,
  },
  addMember: {
    method: 'POST',
    path: '/api/v1/projects/:id/members',
    group: 'members',
    summary: 'Let an account of this server into the project, by its e-mail address',
    access: manage,
    status: 201,
    limit: { max: 30, seconds: 60 },
    params: byId,
    body: z.strictObject({
      email: z
        .email()
        .max(254)
        .meta({ examples: ['ada@example.org'] }),
      role: GivenRole,
    }),
    reply: members,
  },
  changeMember: {
    method: 'PATCH',
    path: '/api/v1/projects/:id/members/:accountId',
    group: 'members',
    summary: 'Give a member another role',
    access: manage,
    params: ofMember,
    body: z.strictObject({ role: GivenRole }),
    reply: members,
  },
  removeMember: {
    method: 'DELETE',
    path: '/api/v1/projects/:id/members/:accountId',
    group: 'members',
    summary: 'Take a member out of the project; what they made stays, and no link from before lets them in again',
    access: manage,
    status: 204,
    params: ofMember,
    query: z.object({
      withdrawInvitations: flag.meta({
        description: 'Whether all other open invitations end, too: who knows one could come back with another account',
      }),
    }),
    reply: empty,
  },
  leaveProject: {
    method: 'POST',
    path: '/api/v1/projects/:id/leave',
    group: 'members',
    summary: 'Leave a project that somebody else owns',
    access: project,
    status: 204,
    params: byId,
    reply: empty,
  },
  transferProject: {
    method: 'POST',
    path: '/api/v1/projects/:id/transfer',
    group: 'members',
    summary: 'Make another member the owner; who owned it becomes an editor',
    access: manage,
    params: byId,
    body: z.strictObject({ accountId: id }),
    reply: members,
  },
  listInvitations: {
    method: 'GET',
    path: '/api/v1/projects/:id/invitations',
    group: 'members',
    summary: 'Invitations that still let somebody in',
    access: manage,
    params: byId,
    reply: json(z.object({ items: z.array(Invitation) })),
  },
  createInvitation: {
    method: 'POST',
    path: '/api/v1/projects/:id/invitations',
    group: 'members',
    summary: 'An invitation by link; its token is shown this once',
    access: manage,
    status: 201,
    limit: { max: 30, seconds: 60 },
    params: byId,
    body: z.strictObject({
      role: GivenRole.default('editor'),
      uses: z.int().min(1).max(100).default(1),
      hours: z
        .int()
        .min(1)
        .max(24 * 90)
        .default(24 * 7),
    }),
    reply: json(Invitation.extend({ token: z.string(), path: z.string().meta({ examples: ['/join#inv_…'] }) })),
  },
  revokeInvitation: {
    method: 'DELETE',
    path: '/api/v1/projects/:id/invitations/:invitationId',
    group: 'members',
    summary: 'Withdraw an invitation: nobody comes in by it any more',
    access: manage,
    status: 204,
    params: z.object({ id, invitationId: id }),
    reply: empty,
  },
  readInvitation: {
    method: 'POST',
    path: '/api/v1/invitations/read',
    group: 'members',
    summary: 'What an invitation is to; the token travels in the body, since addresses are written to logs',
    access: { kind: 'account' },
    limit: { max: 30, seconds: 60 },
    body: z.strictObject({ token }),
    reply: json(
      z.object({ projectId: id, projectName: z.string(), invitedBy: z.string(), role: ProjectRole, isMember: z.boolean() }),
    ),
  },
  acceptInvitation: {
    method: 'POST',
    path: '/api/v1/invitations/accept',
    group: 'members',
    summary: 'Come into the project that an invitation is to',
    access: { kind: 'account' },
    limit: { max: 30, seconds: 60 },
    body: z.strictObject({ token }),
    reply: json(z.object({ projectId: id, role: ProjectRole })),
  },
})
