import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { notFound } from '../platform/http/problem.ts'
import { panelsToDraw } from '../story/panels/to-draw.ts'
import { priceOf } from './prices.ts'
import { listEntries, readBudget, setLimit } from './read.ts'

type Operations =
  | 'getProjectBudget'
  | 'setProjectBudget'
  | 'getMyBudget'
  | 'setMyBudget'
  | 'setAccountCeiling'
  | 'listBudgetEntries'
  | 'estimateGeneration'

export function budgetRoutes({ database }: Pick<Context, 'database'>): Handlers<Pick<typeof contract, Operations>> {
  const ofProject = (id: string) => ({ scope: 'project', id }) as const
  const ofAccount = (id: string) => ({ scope: 'account', id }) as const
  return {
    getProjectBudget: ({ params }) => readBudget(database, ofProject(params.id)),
    setProjectBudget: ({ params, body }) =>
      database.transaction().execute(tx => setLimit(tx, ofProject(params.id), { capMicros: body.capMicros })),
    getMyBudget: ({ actor }) => readBudget(database, ofAccount(actor.id)),
    setMyBudget: ({ actor, body }) =>
      database.transaction().execute(tx => setLimit(tx, ofAccount(actor.id), { capMicros: body.capMicros })),
    setAccountCeiling: ({ params, body }) =>
      database.transaction().execute(async tx => {
        await tx.selectFrom('account').select('id').where('id', '=', params.id).executeTakeFirstOrThrow(notFound)
        return setLimit(tx, ofAccount(params.id), { ceilingMicros: body.capMicros })
      }),
    listBudgetEntries: ({ params, query }) => listEntries(database, params.id, query.limit, query.cursor),
    estimateGeneration: async ({ actor, body }) => {
      const panels = await database.transaction().execute(tx => panelsToDraw(tx, body))
      const costMicros = panels.length * priceOf(body.preset)
      const [project, account] = await Promise.all([
        readBudget(database, ofProject(body.projectId)),
        readBudget(database, ofAccount(actor.id)),
      ])
      const left = [project.leftMicros, account.leftMicros].filter(micros => micros !== null)
      const leftMicros = left.length === 0 ? null : Math.min(...left)
      return { panels: panels.length, costMicros, leftMicros, isAffordable: leftMicros === null || costMicros <= leftMicros }
    },
  }
}
