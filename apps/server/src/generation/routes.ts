import type { contract, Generation } from '@storycanvas/api'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { notFound } from '../platform/http/problem.ts'
import { listKeys } from '../provider-keys/keys.ts'
import { panelsToDraw } from '../story/panels/to-draw.ts'
import { askAgain } from './again.ts'
import { askForBatch, askForOne } from './ask.ts'
import { panelOfClip } from './panel-of-clip.ts'
import { presetsNow } from './presets-now.ts'
import { batchItems, getBatch, getGeneration, listBatches, listGenerations, openJobsOf } from './read.ts'
import { poolServers } from './servers/store.ts'
import { deleteGeneration, restoreGeneration } from './trash.ts'

type Operations =
  | 'generate'
  | 'generateBatch'
  | 'getBatch'
  | 'listBatches'
  | 'cancelBatch'
  | 'listGenerations'
  | 'getGeneration'
  | 'deleteGeneration'
  | 'restoreGeneration'
  | 'listPresets'

export function generationRoutes(
  context: Pick<Context, 'database' | 'grants' | 'jobs' | 'shelf' | 'config'>,
): Handlers<Pick<typeof contract, Operations>> {
  const { database, jobs } = context
  return {
    generate: async ({ actor, body, project }) => {
      if (!project) throw notFound()
      const asker = { accountId: actor.id, projectId: project.id }
      const id = await database.transaction().execute(async tx => {
        const { kind, id } = body.target
        const target = kind === 'clip' ? { kind: 'panel' as const, id: await panelOfClip(tx, id) } : { kind, id }
        return askForOne(tx, context, asker, target, body)
      })
      return getGeneration(context, id)
    },
    generateBatch: async ({ actor, body }) => {
      const asker = { accountId: actor.id, projectId: body.projectId }
      const id = await database
        .transaction()
        .execute(async tx => askForBatch(tx, context, asker, await panelsToDraw(tx, body), body))
      return getBatch(database, id)
    },
    getBatch: async ({ params, query }) => ({
      ...(await getBatch(database, params.id)),
      ...(await batchItems(context, params.id, query.limit, query.cursor)),
    }),
    listBatches: ({ query }) => listBatches(database, query.projectId, query.limit, query.cursor),
    cancelBatch: async ({ params }) => {
      await database.transaction().execute(async tx => {
        for (const { id } of await openJobsOf(tx, params.id)) await jobs.cancelIfOpen(tx, id)
      })
      return getBatch(database, params.id)
    },
    listGenerations: ({ query }) => listGenerations(context, query),
    getGeneration: ({ params }) => getGeneration(context, params.id),
    deleteGeneration: ({ params }) => database.transaction().execute(tx => deleteGeneration(tx, jobs, params.id)),
    restoreGeneration: async ({ params }) => {
      await database.transaction().execute(tx => restoreGeneration(tx, params.id))
      return getGeneration(context, params.id)
    },
    listPresets: async ({ actor }) => {
      const [servers, keys] = await Promise.all([poolServers(database), listKeys(database, actor.id)])
      return { items: presetsNow(context.shelf, { servers, keys }) }
    },
  }
}

/** Asks for what gave a take once more, and tells how that stands. */
export const makeAgain =
  (context: Pick<Context, 'database' | 'grants' | 'jobs' | 'config'>) =>
  async (asker: Parameters<typeof askAgain>[2], takeId: string): Promise<Generation> => {
    const id = await context.database.transaction().execute(tx => askAgain(tx, context, asker, takeId))
    return getGeneration(context, id)
  }
