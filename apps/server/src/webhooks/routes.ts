import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  listDeliveries,
  listWebhooks,
  ping,
  redeliver,
  rotateSecret,
} from './webhooks.ts'

type Own = 'createWebhook' | 'listWebhooks' | 'updateWebhook' | 'deleteWebhook' | 'rotateWebhookSecret'
type Operations = Own | 'pingWebhook' | 'listWebhookDeliveries' | 'redeliverWebhook'

export function webhookRoutes(parts: Pick<Context, 'database' | 'vault'>): Handlers<Pick<typeof contract, Operations>> {
  const { database } = parts
  return {
    createWebhook: ({ actor, body }) => createWebhook(parts, actor.id, body),
    listWebhooks: async ({ actor }) => ({ items: await listWebhooks(database, actor.id) }),
    updateWebhook: ({ params, body }) => changeWebhook(database, params.id, body),
    deleteWebhook: ({ params }) => deleteWebhook(database, params.id),
    rotateWebhookSecret: ({ params }) => rotateSecret(parts, params.id),
    pingWebhook: ({ params }) => ping(database, params.id),
    listWebhookDeliveries: ({ params, query }) => listDeliveries(database, params.id, query.limit, query.cursor),
    redeliverWebhook: ({ params }) => redeliver(database, params.id, params.deliveryId),
  }
}
