import type { Webhook, WebhookDelivery, WebhookEvent } from '@storycanvas/api'
import { type Selectable, sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Context } from '../context.ts'
import { notify } from '../platform/bus/publish.ts'
import type { Database, Tx } from '../platform/database/database.ts'
import { pageOf, readCursor } from '../platform/database/page.ts'
import { definedOnly } from '../platform/database/patch.ts'
import { invalidField, notFound, requireFewer } from '../platform/http/problem.ts'
import { OutgoingError } from '../platform/outgoing/error.ts'
import { parseTarget } from '../platform/outgoing/target.ts'
import { newSecret } from './signature.ts'
import type { WebhookTables } from './tables.ts'

type Row = Selectable<WebhookTables['webhook']>
type Parts = Pick<Context, 'database' | 'vault'>
type Change = { url?: string | undefined; events?: WebhookEvent[] | undefined; enabled?: boolean | undefined }

const reply = ({ id, url, events, enabled, disabledReason, createdAt }: Row): Webhook => ({
  ...{ id, url, events, enabled, disabledReason, createdAt },
})

/** Each change of a job writes a delivery for each of them. */
const mostWebhooks = 50

/** Where the secret of a webhook lies; sealed for this place it opens nowhere else. */
export const secretPlace = (id: string, owner: string) => ({ table: 'webhook', row: id, column: 'secret', owner }) as const

function requireUrl(url: string): void {
  try {
    parseTarget(url, 'http')
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error
    throw invalidField('url', 'must be an http or https address without user name and password')
  }
}

export async function createWebhook(
  { database, vault }: Parts,
  ownerId: string,
  { url, events }: { url: string; events: WebhookEvent[] },
): Promise<Webhook & { secret: string }> {
  requireUrl(url)
  requireFewer('webhooks', mostWebhooks, await listWebhooks(database, ownerId))
  const id = uuid()
  const secret = newSecret()
  const row = await database
    .insertInto('webhook')
    .values({ id, ownerId, url, events: [...new Set(events)], secret: vault.seal(secret, secretPlace(id, ownerId)) })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { ...reply(row), secret }
}

export async function listWebhooks(database: Database, ownerId: string): Promise<Webhook[]> {
  const rows = await database
    .selectFrom('webhook')
    .selectAll()
    .where('ownerId', '=', ownerId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(reply)
}

const readWebhook = (database: Database, id: string): Promise<Row> =>
  database.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirstOrThrow(notFound)

export async function changeWebhook(database: Database, id: string, change: Change): Promise<Webhook> {
  if (change.url !== undefined) requireUrl(change.url)
  const fields = { ...definedOnly(change), ...(change.enabled ? { disabledReason: null } : {}) }
  if (Object.keys(fields).length > 0) await database.updateTable('webhook').set(fields).where('id', '=', id).execute()
  return reply(await readWebhook(database, id))
}

export async function deleteWebhook(database: Database, id: string): Promise<void> {
  await database.updateTable('webhook').set({ deletedAt: sql<string>`now()`, enabled: false }).where('id', '=', id).execute()
}

export async function endOwnWebhooks(tx: Tx, accountId: string): Promise<void> {
  await tx
    .updateTable('webhook')
    .set({ deletedAt: sql<string>`now()`, enabled: false })
    .where('ownerId', '=', accountId)
    .where('deletedAt', 'is', null)
    .execute()
}

export async function rotateSecret({ database, vault }: Parts, id: string): Promise<Webhook & { secret: string }> {
  const row = await readWebhook(database, id)
  const secret = newSecret()
  await database
    .updateTable('webhook')
    .set({ secret: vault.seal(secret, secretPlace(id, row.ownerId)) })
    .where('id', '=', id)
    .execute()
  return { ...reply(row), secret }
}

export async function ping(database: Database, webhookId: string): Promise<WebhookDelivery> {
  return database.transaction().execute(async tx => {
    const row = await tx
      .insertInto('webhookDelivery')
      .values({ id: uuid(), webhookId, event: 'ping', payload: '{}', nextAttemptAt: sql<string>`now()` })
      .returningAll()
      .executeTakeFirstOrThrow()
    await notify(tx, { kind: 'webhooks' })
    return row
  })
}

export async function listDeliveries(database: Database, webhookId: string, limit: number, cursor: string | undefined) {
  const last = readCursor(cursor)
  let select = database
    .selectFrom('webhookDelivery')
    .selectAll()
    .where('webhookId', '=', webhookId)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  // Behind the last one as the database has its time, to the microsecond: several come in one millisecond.
  if (last)
    select = select.where(
      sql<boolean>`(created_at, id) < (select l.created_at, l.id from webhook_delivery l where l.id = ${last.id} and l.webhook_id = ${webhookId})`,
    )
  return pageOf(await select.execute(), limit, () => '')
}

/** Sends a delivery again from the first attempt, under its old id: who got it already knows it. */
export async function redeliver(database: Database, webhookId: string, id: string): Promise<WebhookDelivery> {
  return database.transaction().execute(async tx => {
    const row = await tx
      .updateTable('webhookDelivery')
      .set({ state: 'waiting', attempts: 0, nextAttemptAt: sql<string>`now()`, deliveredAt: null })
      .where('id', '=', id)
      .where('webhookId', '=', webhookId)
      .returningAll()
      .executeTakeFirstOrThrow(notFound)
    await notify(tx, { kind: 'webhooks' })
    return row
  })
}
