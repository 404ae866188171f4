import { z } from 'zod'
import { instant, text } from '../fields.ts'
import { empty, json, routes } from '../route.ts'

/** Services that people have keys for. */
export const KeyedService = z.enum(['openai', 'openai-video', 'xai', 'fal', 'replicate', 'web-ui'])
export type KeyedService = z.output<typeof KeyedService>

/** What is told of a key: never the key. */
export const ProviderKey = z.object({
  provider: KeyedService,
  /** Where the key is sent, and nowhere else. */
  baseUrl: z.string(),
  createdAt: instant,
  updatedAt: instant,
})
export type ProviderKey = z.output<typeof ProviderKey>

const ofProvider = z.object({ provider: KeyedService })

export const providerKeys = routes({
  listProviderKeys: {
    method: 'GET',
    path: '/api/v1/provider-keys',
    group: 'provider-keys',
    summary: 'For which outside services I have left a key; the keys themselves are never shown',
    access: { kind: 'account' },
    reply: json(z.object({ items: z.array(ProviderKey) })),
  },
  setProviderKey: {
    method: 'PUT',
    path: '/api/v1/provider-keys/:provider',
    group: 'provider-keys',
    summary: 'Leave a key of an outside service; it is stored encrypted, for this address only',
    access: { kind: 'account' },
    params: ofProvider,
    body: z.strictObject({
      /** For a web UI `user:password`, or `none`. */
      key: z
        .string()
        .trim()
        .regex(/^[\x21-\x7e]{1,500}$/, 'must be visible ASCII without spaces')
        .meta({ examples: ['sk-example'] }),
      /** Of a gateway that speaks the same dialect; absent for the service itself. */
      baseUrl: text(500).optional(),
    }),
    reply: json(ProviderKey),
  },
  deleteProviderKey: {
    method: 'DELETE',
    path: '/api/v1/provider-keys/:provider',
    group: 'provider-keys',
    summary: 'Forget a key',
    access: { kind: 'account' },
    status: 204,
    params: ofProvider,
    reply: empty,
  },
})
