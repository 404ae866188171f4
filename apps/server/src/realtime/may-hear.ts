import type { Database } from '../platform/database/database.ts'
import { policy } from '../platform/policy/policy.ts'
import { findObject } from '../platform/policy/subjects.ts'
import type { AccountActor } from '../platform/policy/actor.ts'

/** Whether an account may listen to a topic: the same policy as for reading the thing itself. */
export async function mayHear(database: Database, actor: AccountActor, topic: string): Promise<boolean> {
  const [, kind, id] = /^(user|project|video|generation):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(topic) ?? []
  if (!kind || !id) return false
  if (kind === 'user') return id === actor.id
  const found = await findObject(database, kind === 'video' ? 'video' : 'project', id, actor.id)
  return policy(actor, { kind: 'object', action: 'view', subject: found?.subject ?? null }, false) === 'allow'
}
