import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import { changed, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { notFound } from '../platform/http/problem.ts'
import { chooseTake } from './choose.ts'
import { currentInputsOf } from '../story/pictures/current-inputs.ts'
import { readTake, takeReply, takesOf } from './read.ts'

type Operations = 'listPanelTakes' | 'chooseTake'

export function takeRoutes({
  database,
  grants,
}: Pick<Context, 'database' | 'grants'>): Handlers<Pick<typeof contract, Operations>> {
  return {
    listPanelTakes: async ({ params, project }) => {
      if (!project) throw notFound()
      const current = await currentInputsOf(database, project.id, [params.id])
      return { items: await takesOf(database, grants, { panelId: params.id }, current) }
    },
    chooseTake: ({ actor, params }) =>
      database.transaction().execute(async tx => {
        const take = await readTake(tx, params.id)
        if (take.panelId === null) throw notFound()
        await chooseTake(tx, take.panelId, take.id, actor.id)
        await publish(tx, [projectTopic(take.projectId)], changed('panel', take.panelId, take.projectId))
        return takeReply(grants, take, await currentInputsOf(tx, take.projectId, [take.panelId]))
      }),
  }
}
