import type { Panel, ProjectTree, Take, TakeBranch, TakeDetail } from '@storycanvas/api'
import { refresh, useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { queryClient, server } from '../../api/server.ts'
import { withPanels } from '../../api/tree.ts'
import { offerUndo } from '../../api/undo.tsx'

/** What can be done with the takes of a panel and their branches. */
export function useTakes(panel: Panel) {
  const { id: panelId, projectId } = panel
  const refreshes = [keys.panelTakes(panelId), keys.timeline(projectId), keys.staleTakes(projectId)]
  const asked = [...refreshes, keys.batches(projectId), keys.queueStatus, keys.jobs]
  const fetchPanel = async () => {
    const fresh = await server.getPanel({ params: { id: panelId } })
    queryClient.setQueryData<ProjectTree>(keys.tree(projectId), tree => tree && withPanels(tree, new Map([[panelId, fresh]])))
  }
  const change = <V, T>(run: (values: V) => Promise<T>) => ({
    run: async (values: V) => {
      const result = await run(values)
      await fetchPanel()
      return result
    },
    refreshes,
  })
  const choose = useAction(change((take: Take) => server.chooseTake({ params: { id: take.id } })))
  const favourite = useAction({
    run: ({ id, favourite }: Take) => server.updateTake({ params: { id }, body: { favourite: !favourite } }),
    refreshes,
  })
  const remove = useAction({
    ...change((take: Take) => server.deleteTake({ params: { id: take.id } })),
    done: (_, { id }) =>
      offerUndo('Deleted the take', async () => {
        await server.restoreTake({ params: { id } })
        await fetchPanel()
        await refresh(...refreshes)
      }),
  })
  const restore = useAction(change((take: Take) => server.restoreTake({ params: { id: take.id } })))
  const again = useAction({ run: (take: Take) => server.makeTakeAgain({ params: { id: take.id }, body: {} }), refreshes: asked })
  const update = useAction({
    run: ({ id, provenance: { preset, kind, parameters } }: TakeDetail) =>
      server.generate({
        body: {
          target: { kind: 'panel', id: panelId },
          ...(preset ? { preset } : {}),
          ...(kind ? { kind: kind as 'text-to-image' } : {}),
          ...(kind && !kind.startsWith('text-') && { guides: { as: id } }),
          parameters: parameters as Record<string, string | number>,
        },
      }),
    refreshes: asked,
  })
  const branch = useAction(
    change(({ name, fromTakeId }: { name: string; fromTakeId: string }) =>
      server.createTakeBranch({ params: { id: panelId }, body: { name, fromTakeId } }),
    ),
  )
  const rename = useAction({
    run: ({ id, name }: Pick<TakeBranch, 'id' | 'name'>) => server.updateTakeBranch({ params: { id }, body: { name } }),
    refreshes,
  })
  const onBranch = {
    switch: useAction(change(({ id }: TakeBranch) => server.switchTakeBranch({ params: { id } }))),
    back: useAction(change(({ id }: TakeBranch) => server.goBackOnTakeBranch({ params: { id } }))),
    remove: useAction({ run: ({ id }: TakeBranch) => server.deleteTakeBranch({ params: { id } }), refreshes }),
    merge: useAction(
      change(({ into, from }: { into: TakeBranch; from: TakeBranch }) =>
        server.mergeTakeBranch({ params: { id: into.id }, body: { fromBranchId: from.id } }),
      ),
    ),
  }
  return { choose, favourite, remove, restore, again, update, branch, rename, onBranch }
}
export type TakeActions = ReturnType<typeof useTakes>
