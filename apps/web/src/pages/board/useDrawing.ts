import type { GenerationBatch, ProjectTree } from '@storycanvas/api'
import { useQuery } from '@tanstack/react-query'
import { useAction } from '../../api/actions.tsx'
import { newKey } from '../../api/newKey.ts'
import { batchesQuery, keys } from '../../api/queries.ts'
import { queryClient, server } from '../../api/server.ts'
import { withPanels } from '../../api/tree.ts'

export type What = { sceneId?: string; panelIds?: string[]; onlyMissing?: boolean }

const isOpen = (batch: GenerationBatch) => batch.queued + batch.running > 0
/** Batches are counted by the server; while one runs its count is asked for this often. */
const COUNT_MS = 1000

/** Drawing of this project's panels: starting it, how far it is, stopping it. */
export function useDrawing(projectId: string) {
  const batches = useQuery({
    ...batchesQuery(projectId),
    refetchInterval: ({ state }) => (state.data?.items.some(isOpen) ? COUNT_MS : false),
  })
  const refreshes = [keys.batches(projectId), keys.queueStatus, keys.jobs]
  const start = useAction({
    run: (what: What) => server.generateBatch({ body: { projectId, ...what } }, { idempotencyKey: newKey() }),
    refreshes: [...refreshes, keys.tree(projectId)],
  })
  const one = useAction({
    run: (panelId: string) =>
      server.generate({ body: { target: { kind: 'panel', id: panelId }, seed: newSeed() } }, { idempotencyKey: newKey() }),
    refreshes,
    done: (_, panelId) =>
      queryClient.setQueryData<ProjectTree>(
        keys.tree(projectId),
        tree => tree && withPanels(tree, new Map([[panelId, { status: 'queued' }]])),
      ),
  })
  const stop = useAction({
    run: (id: string) => server.cancelBatch({ params: { id } }),
    refreshes: [...refreshes, keys.tree(projectId)],
  })
  return {
    current: batches.data?.items.find(isOpen) ?? null,
    isStarting: start.isPending || one.isPending,
    isStopping: stop.isPending,
    draw: (what: What) => start.mutate(what),
    redraw: (panelId: string) => one.mutate(panelId),
    cancel: (id: string) => stop.mutate(id),
  }
}
export type Drawing = ReturnType<typeof useDrawing>

const newSeed = () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
