import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { createAsset, setAssetDeleted, updateAsset, useAsset } from './change.ts'
import { getAsset, listAssets } from './read.ts'

type Operations = 'createAsset' | 'listAssets' | 'getAsset' | 'updateAsset' | 'deleteAsset' | 'restoreAsset' | 'useAsset'

/** The room of what a person uses in more than one film. */
export function assetRoutes(context: Pick<Context, 'database' | 'grants'>): Handlers<Pick<typeof contract, Operations>> {
  const { database } = context
  return {
    createAsset: async ({ actor, body }) => getAsset(context, await createAsset(database, actor.id, body)),
    listAssets: ({ actor, query }) => listAssets(context, actor.id, query),
    getAsset: ({ params }) => getAsset(context, params.id),
    updateAsset: async ({ params, body }) => {
      await updateAsset(database, params.id, body)
      return getAsset(context, params.id)
    },
    deleteAsset: ({ params }) => setAssetDeleted(database, params.id, true),
    restoreAsset: async ({ params }) => {
      await setAssetDeleted(database, params.id, false)
      return getAsset(context, params.id)
    },
    useAsset: async ({ params }) => {
      await useAsset(database, params.id)
      return getAsset(context, params.id)
    },
  }
}
