import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { notFound } from '../platform/http/problem.ts'
import { panelsToDraw } from '../story/panels/to-draw.ts'
import { priceOf } from './prices.ts'
import { listEntries, readBudget, setLimit } from './read.ts'
import { releaseEnded } from './settle.ts'

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
  /** As it stands once nothing is set aside any more for what has ended. */
  const projectNow = (id: string) =>
    database.transaction().execute(async tx => {
      await releaseEnded(tx, { projectId: id, accountId: null })
      return readBudget(tx, ofProject(id))
    })
  const accountNow = (id: string) =>
    database.transaction().execute(async tx => {
      await releaseEnded(tx, { projectId: null, accountId: id })
      return readBudget(tx, ofAccount(id))
    })
  return {
    getProjectBudget: ({ params }) => projectNow(params.id),
    setProjectBudget: ({ params, body }) =>
      database.transaction().execute(tx => setLimit(tx, ofProject(params.id), { capMicros: body.capMicros })),
    getMyBudget: ({ actor }) => accountNow(actor.id),
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
      const [project, account] = [await projectNow(body.projectId), await accountNow(actor.id)]
      const left = [project.leftMicros, account.leftMicros].filter(micros => micros !== null)
      const leftMicros = left.length === 0 ? null : Math.min(...left)
      return { panels: panels.length, costMicros, leftMicros, isAffordable: leftMicros === null || costMicros <= leftMicros }
    },
  }
}
