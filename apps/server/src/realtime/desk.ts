import type { Action, ClientFrame, ServerFrame } from '@storycanvas/api'
import { actingAs } from '../platform/database/acting.ts'
import type { Database } from '../platform/database/database.ts'
import { enforce } from '../platform/http/authorise.ts'
import { notFound, RequestError } from '../platform/http/problem.ts'
import type { AccountActor } from '../platform/policy/actor.ts'
import { policy } from '../platform/policy/policy.ts'
import { findObject } from '../platform/policy/subjects.ts'
import { fieldOf } from '../texts/field.ts'
import { readText, writeText } from '../texts/write.ts'

type Frame<T extends ClientFrame['type']> = Extract<ClientFrame, { type: T }>

/** What one line reads of texts and writes to them. Each frame asks the policy: a role may have changed meanwhile. */
export function createDesk(database: Database, actor: AccountActor, send: (frame: ServerFrame) => Promise<void>) {
  /** The project of a text that may be dealt with so. */
  async function projectOf(field: string, action: Action): Promise<string> {
    const { of, id } = fieldOf(field)
    const found = await findObject(database, of, id, actor.id)
    enforce(policy(actor, { kind: 'object', action, subject: found?.subject ?? null }, action !== 'view'))
    if (!found?.projectId) throw notFound()
    return found.projectId
  }

  async function answer(id: number, work: () => Promise<ServerFrame>) {
    const frame = await work().catch((error: unknown): ServerFrame => {
      if (error instanceof RequestError) return { type: 'text-refused', id, code: error.code, reason: error.message }
      throw error
    })
    await send(frame)
  }

  return {
    read: ({ id, field, vector }: Frame<'text-read'>) =>
      answer(id, async () => {
        const projectId = await projectOf(field, 'view')
        const known = vector === undefined ? null : Buffer.from(vector, 'base64')
        const state = await readText(database, projectId, field, known)
        return { type: 'text-state', id, update: base64(state.update), vector: base64(state.vector) }
      }),
    write: ({ id, field, update }: Frame<'text-write'>) =>
      answer(id, async () => {
        const projectId = await projectOf(field, 'edit')
        const bytes = Buffer.from(update, 'base64')
        const acting = { accountId: actor.id, operation: 'writeText' }
        await actingAs(acting, () => writeText(database, projectId, actor.id, field, bytes))
        return { type: 'text-kept', id }
      }),
  }
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
