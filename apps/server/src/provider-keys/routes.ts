import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { deleteKey, listKeys, setKey } from './keys.ts'

type Operations = 'listProviderKeys' | 'setProviderKey' | 'deleteProviderKey'

export function providerKeyRoutes(parts: Pick<Context, 'database' | 'vault'>): Handlers<Pick<typeof contract, Operations>> {
  return {
    listProviderKeys: async ({ actor }) => ({ items: await listKeys(parts.database, actor.id) }),
    setProviderKey: ({ actor, params, body }) => setKey(parts, actor.id, params.provider, body),
    deleteProviderKey: ({ actor, params }) => deleteKey(parts.database, actor.id, params.provider),
  }
}
