import { z } from 'zod'
import { byId, id, instant, page, pageQuery, text } from '../fields.ts'
import { empty, json, routes } from '../route.ts'

/** What a webhook can be told of. */
export const WebhookEvent = z.enum([
  'job.queued',
  'job.running',
  'job.succeeded',
  'job.failed',
  'job.cancelled',
  'generation.succeeded',
  'generation.failed',
  'generation.cancelled',
  'video.created',
  'video.processed',
  'video.failed',
  'video.deleted',
  'ping',
])
export type WebhookEvent = z.output<typeof WebhookEvent>

const url = text(2000).meta({ examples: ['https://hooks.example.org/storycanvas'] })
const events = z.array(WebhookEvent).min(1).max(20)

export const Webhook = z.object({
  id,
  url: z.string(),
  events: z.array(WebhookEvent),
  enabled: z.boolean(),
  /** Why the server switched it off itself. */
  disabledReason: z.string().nullable(),
  createdAt: instant,
})
export type Webhook = z.output<typeof Webhook>

export const WebhookDelivery = z.object({
  id,
  event: WebhookEvent,
  state: z.enum(['waiting', 'delivered', 'given-up']),
  attempts: z.int(),
  nextAttemptAt: instant.nullable(),
  status: z.int().nullable(),
  error: z.string().nullable(),
  payload: z.unknown(),
  createdAt: instant,
  deliveredAt: instant.nullable(),
})
export type WebhookDelivery = z.output<typeof WebhookDelivery>

const on = { kind: 'object', object: 'webhook', at: 'params.id' } as const
/** Signs each delivery; shown this once. */
const WithSecret = Webhook.extend({ secret: z.string() })

/**
 * A delivery is a POST of `{ id, type, createdAt, data }` with the headers of Standard Webhooks: `webhook-id`,
 * `webhook-timestamp` (seconds) and `webhook-signature`, which is `v1,` and the base64 of HMAC-SHA256 over
 * `<id>.<timestamp>.<body>` with the bytes behind `whsec_`. Answer with any 2xx; 410 switches the webhook off.
 */
export const webhooks = routes({
  createWebhook: {
    method: 'POST',
    path: '/api/v1/webhooks',
    group: 'webhooks',
    summary: 'Have an address called when jobs, generations or videos of mine change; the secret is shown this once',
    access: { kind: 'account' },
    status: 201,
    body: z.strictObject({ url, events }),
    reply: json(WithSecret),
  },
  listWebhooks: {
    method: 'GET',
    path: '/api/v1/webhooks',
    group: 'webhooks',
    summary: 'My webhooks',
    access: { kind: 'account' },
    reply: json(z.object({ items: z.array(Webhook) })),
  },
  updateWebhook: {
    method: 'PATCH',
    path: '/api/v1/webhooks/:id',
    group: 'webhooks',
    summary: 'Change the address or the events of a webhook, or switch it on and off',
    access: { ...on, action: 'edit' },
    params: byId,
    body: z.strictObject({ url, events, enabled: z.boolean() }).partial(),
    reply: json(Webhook),
  },
  deleteWebhook: {
    method: 'DELETE',
    path: '/api/v1/webhooks/:id',
    group: 'webhooks',
    summary: 'Delete a webhook; what waits for it is not delivered any more',
    access: { ...on, action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  rotateWebhookSecret: {
    method: 'POST',
    path: '/api/v1/webhooks/:id/secret',
    group: 'webhooks',
    summary: 'Replace the secret; the new one is shown this once',
    access: { ...on, action: 'edit' },
    params: byId,
    reply: json(WithSecret),
  },
  pingWebhook: {
    method: 'POST',
    path: '/api/v1/webhooks/:id/ping',
    group: 'webhooks',
    summary: 'Send a test event',
    access: { ...on, action: 'edit' },
    limit: { max: 60, seconds: 60 },
    status: 202,
    params: byId,
    reply: json(WebhookDelivery),
  },
  listWebhookDeliveries: {
    method: 'GET',
    path: '/api/v1/webhooks/:id/deliveries',
    group: 'webhooks',
    summary: 'What was sent to a webhook and how that went, newest first',
    access: { ...on, action: 'view' },
    params: byId,
    query: z.object(pageQuery),
    reply: json(page(WebhookDelivery)),
  },
  redeliverWebhook: {
    method: 'POST',
    path: '/api/v1/webhooks/:id/deliveries/:deliveryId/redeliver',
    group: 'webhooks',
    summary: 'Send a delivery once more, under the same id',
    access: { ...on, action: 'edit' },
    limit: { max: 60, seconds: 60 },
    status: 202,
    params: byId.extend({ deliveryId: id }),
    reply: json(WebhookDelivery),
  },
})
