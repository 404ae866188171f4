import type { Access, Action, InstanceRole, ProjectRole } from '@storycanvas/api'
import type { Actor } from './actor.ts'

/** What the policy needs to know of the thing that is acted on. */
export type Subject =
  /** Anything inside a project; `role` is the actor's there. */
  | { kind: 'in-project'; role: ProjectRole | null; deleted: boolean }
  /** Belongs to one account alone; others may view it where it is `shared` with them by its use in a project of theirs. */
  | { kind: 'personal'; ownerId: string; shared: boolean; deleted: boolean }
  | { kind: 'video'; ownerId: string; role: ProjectRole | null; visibility: 'public' | 'unlisted' | 'private'; deleted: boolean }

export type Decision = 'allow' | 'sign-in' | 'forbidden' | 'hidden'

/** What a call demands, as far as it does not concern a certain object. */
type Demand =
  | Exclude<Access, { kind: 'object' }>
  | { kind: 'object'; action: Action; subject: Subject | null; includeDeleted?: boolean }

const projectRoleMay: Record<ProjectRole, readonly Action[]> = {
  owner: ['view', 'comment', 'edit', 'manage'],
  editor: ['view', 'comment', 'edit'],
  commenter: ['view', 'comment'],
  viewer: ['view'],
}

/** What a role in a project allows where no call asks: work that was begun by somebody who may have lost it since. */
export const roleMay = (role: ProjectRole | null, action: Action): boolean =>
  role !== null && projectRoleMay[role].includes(action)

const rank: Record<InstanceRole, number> = { owner: 3, admin: 2, moderator: 1, member: 0 }

/**
 * The one place that says who may do what. Everything that it does not allow is refused; `hidden` must look to the caller
 * exactly like an object that does not exist.
 */
export function policy(actor: Actor, demand: Demand, changes: boolean): Decision {
  if (demand.kind === 'anyone') return 'allow'
  if (changes && isReadOnly(actor)) return 'forbidden'
  switch (demand.kind) {
    case 'account':
      return actor.kind === 'account' ? 'allow' : 'sign-in'
    case 'role':
      if (actor.kind !== 'account') return 'sign-in'
      return rank[actor.role] >= rank[demand.role] ? 'allow' : 'forbidden'
    case 'object':
      return onObject(actor, demand.action, demand.subject, demand.includeDeleted ?? false)
  }
}

function onObject(actor: Actor, action: Action, subject: Subject | null, includeDeleted: boolean): Decision {
  const allowed = subject ? actionsOn(actor, subject) : []
  const reachable = subject !== null && (!subject.deleted || includeDeleted) && allowed.includes('view')
  if (!reachable) return actor.kind === 'account' ? 'hidden' : 'sign-in'
  if (allowed.includes(action)) return 'allow'
  return actor.kind === 'account' ? 'forbidden' : 'sign-in'
}

function actionsOn(actor: Actor, subject: Subject): readonly Action[] {
  switch (subject.kind) {
    case 'in-project':
      return subject.role ? projectRoleMay[subject.role] : []
    case 'personal':
      if (actor.kind !== 'account') return []
      if (actor.id === subject.ownerId) return ['view', 'comment', 'edit', 'manage']
      return subject.shared ? ['view'] : []
    case 'video':
      return actionsOnVideo(actor, subject)
  }
}

function actionsOnVideo(actor: Actor, subject: Extract<Subject, { kind: 'video' }>): readonly Action[] {
  if (actor.kind === 'account' && actor.id === subject.ownerId) return ['view', 'comment', 'edit', 'manage']
  if (subject.role) return projectRoleMay[subject.role]
  if (subject.visibility !== 'private' && !subject.deleted) return ['view']
  return []
}

const isReadOnly = (actor: Actor) => actor.kind === 'account' && actor.via.kind === 'api-key' && actor.via.scope === 'read'
