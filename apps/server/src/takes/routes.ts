import type { contract, Generation } from '@storycanvas/api'
import type { Context } from '../context.ts'
import { changed, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Reader, Tx } from '../platform/database/database.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { invalidField, notFound } from '../platform/http/problem.ts'
import { currentInputsOf } from '../story/pictures/current-inputs.ts'
import { branchesOf, createBranch, deleteBranch, goBack, mergeChoice, renameBranch, switchTo } from './branches.ts'
import { changeTake } from './change.ts'
import { chooseTake } from './choose.ts'
import { differencesOf } from './compare.ts'
import { takeDetail } from './detail.ts'
import { pageOfTakes, readTake, takeReply, takesOf, type TakesQuery } from './read.ts'
import { staleTakes } from './stale.ts'
import { targetOf } from './target.ts'
import { layTree, mergesOf } from './tree.ts'

type Own =
  | 'listPanelTakes'
  | 'listDeletedTakes'
  | 'chooseTake'
  | 'getTake'
  | 'updateTake'
  | 'deleteTake'
  | 'restoreTake'
  | 'makeTakeAgain'
  | 'listCharacterTakes'
  | 'listLocationTakes'
type OfBranches =
  | 'listTakeBranches'
  | 'getTakeTree'
  | 'createTakeBranch'
  | 'updateTakeBranch'
  | 'deleteTakeBranch'
  | 'switchTakeBranch'
  | 'mergeTakeBranch'
  | 'goBackOnTakeBranch'
type Operations = Own | OfBranches | 'compareTakes' | 'listStaleTakes'

type Parts = Pick<Context, 'database' | 'grants'>

/** What the room of generations does for this one. */
type Others = {
  makeAgain: (asker: { accountId: string; projectId: string; fresh: boolean }, takeId: string) => Promise<Generation>
}

export function takeRoutes({ database, grants }: Parts, { makeAgain }: Others): Handlers<Pick<typeof contract, Operations>> {
  const take = async (reader: Reader, id: string) => {
    const row = await readTake(reader, id)
    const target = targetOf(row)
    return takeReply(grants, row, await currentInputsOf(reader, row.projectId, target ? [target.id] : []))
  }
  const panelTakes = async (projectId: string, panelId: string, isDeleted = false) =>
    takesOf(database, grants, { panelId, isDeleted }, await currentInputsOf(database, projectId, [panelId]))
  const castTakes =
    (kind: 'character' | 'location') =>
    async ({ params: { id }, query, project }: { params: { id: string }; query: TakesQuery; project: { id: string } | null }) => {
      if (!project) throw notFound()
      return pageOfTakes(database, grants, { kind, id }, query, await currentInputsOf(database, project.id, [id]))
    }
  /** Does something to a branch, and tells who looks at its panel. */
  const changeBranch = <Result extends { panelId: string }>(
    project: { id: string } | null,
    change: (tx: Tx, projectId: string) => Promise<Result>,
  ) =>
    database.transaction().execute(async tx => {
      if (!project) throw notFound()
      const branch = await change(tx, project.id)
      await publish(tx, [projectTopic(project.id)], changed('panel', branch.panelId, project.id))
      return branch
    })

  return {
    listPanelTakes: async ({ params, project }) => {
      if (!project) throw notFound()
      return { items: await panelTakes(project.id, params.id) }
    },
    listDeletedTakes: async ({ params, project }) => {
      if (!project) throw notFound()
      return { items: await panelTakes(project.id, params.id, true) }
    },
    listCharacterTakes: castTakes('character'),
    listLocationTakes: castTakes('location'),
    chooseTake: ({ actor, params }) =>
      database.transaction().execute(async tx => {
        const { panelId, projectId } = await readTake(tx, params.id)
        if (panelId === null) throw notFound()
        await chooseTake(tx, panelId, params.id, actor.id)
        await publish(tx, [projectTopic(projectId)], changed('panel', panelId, projectId))
        return take(tx, params.id)
      }),
    getTake: async ({ params }) => takeDetail(database, await take(database, params.id)),
    updateTake: ({ params, body }) =>
      database.transaction().execute(async tx => {
        await changeTake(tx, params.id, body)
        return take(tx, params.id)
      }),
    deleteTake: ({ params }) => database.transaction().execute(tx => changeTake(tx, params.id, { deleted: true })),
    restoreTake: ({ params }) =>
      database.transaction().execute(async tx => {
        await changeTake(tx, params.id, { deleted: false })
        return take(tx, params.id)
      }),
    makeTakeAgain: async ({ actor, params, body, project }) => {
      if (!project) throw notFound()
      return makeAgain({ accountId: actor.id, projectId: project.id, fresh: body.fresh }, params.id)
    },
    compareTakes: async ({ params, query, project }) => {
      const other = await take(database, query.with).catch(() => null)
      if (!other || other.projectId !== project?.id) throw invalidField('with', 'is no take of this project')
      const left = await takeDetail(database, await take(database, params.id))
      const right = await takeDetail(database, other)
      return { left, right, differences: differencesOf(left, right) }
    },
    listTakeBranches: async ({ params }) => ({ items: await branchesOf(database, params.id) }),
    getTakeTree: async ({ params, project }) => {
      if (!project) throw notFound()
      const takes = await panelTakes(project.id, params.id)
      return { ...layTree(await branchesOf(database, params.id), takes), merges: await mergesOf(database, params.id) }
    },
    createTakeBranch: ({ params, body, project }) =>
      changeBranch(project, (tx, projectId) => createBranch(tx, { projectId, panelId: params.id }, body)),
    updateTakeBranch: ({ params, body, project }) => changeBranch(project, tx => renameBranch(tx, params.id, body.name)),
    deleteTakeBranch: ({ params }) => database.transaction().execute(tx => deleteBranch(tx, params.id)),
    switchTakeBranch: ({ params, project }) => changeBranch(project, tx => switchTo(tx, params.id)),
    mergeTakeBranch: ({ actor, params, body, project }) =>
      changeBranch(project, tx => mergeChoice(tx, params.id, body.fromBranchId, actor.id)),
    goBackOnTakeBranch: ({ params, project }) => changeBranch(project, tx => goBack(tx, params.id)),
    listStaleTakes: ({ params }) => staleTakes({ database, grants }, params.id),
  }
}
