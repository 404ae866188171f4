import type { ObjectByKind, ObjectKind, ProjectRole, Route } from '@storycanvas/api'
import type { Database } from '../database/database.ts'
import type { Actor } from '../policy/actor.ts'
import { policy } from '../policy/policy.ts'
import { findObject } from '../policy/subjects.ts'
import { notFound, RequestError } from './problem.ts'

type Fields = { params?: unknown; query?: unknown; body?: unknown }

/** Asks the policy whether this call may happen. Returns the project that the named object lies in. */
export async function authorise(
  database: Database,
  actor: Actor,
  { access, method }: Pick<Route, 'access' | 'method'>,
  fields: Fields,
): Promise<{ id: string; role: ProjectRole } | null> {
  const changes = method !== 'GET'
  if (access.kind !== 'object') {
    enforce(policy(actor, access, changes))
    return null
  }
  const id = valueAt(fields, access.at)
  const found = await findObject(database, kindOf(access.object, fields), id, actor.kind === 'account' ? actor.id : null)
  const demand = {
    kind: 'object',
    action: access.action,
    subject: found?.subject ?? null,
    includeDeleted: access.includeDeleted ?? false,
  } as const
  enforce(policy(actor, demand, changes))
  return found?.projectId && found.projectRole ? { id: found.projectId, role: found.projectRole } : null
}

export function enforce(decision: ReturnType<typeof policy>): void {
  switch (decision) {
    case 'allow':
      return
    case 'sign-in':
      throw new RequestError('unauthenticated', 'This needs an account.')
    case 'forbidden':
      throw new RequestError('forbidden', 'Your role, or the scope of your API key, does not allow this.')
    case 'hidden':
      throw notFound()
  }
}

function kindOf(object: ObjectKind | ObjectByKind, fields: Fields): ObjectKind {
  if (typeof object === 'string') return object
  const named = valueAt(fields, object.kindAt)
  const kind = object.among.find(one => one === named)
  if (!kind) throw new Error(`The contract lets ${object.kindAt} name a ${named}, and does not say how it is guarded.`)
  return kind
}

function valueAt(fields: Fields, place: string): string {
  const value = place.split('.').reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], fields)
  if (typeof value !== 'string') throw new Error(`The contract names ${place} as the object, but it holds no id.`)
  return value
}
