import type { Job, ProjectTree, RealtimeEvent, Render, Video } from '@storycanvas/api'
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { type JobFilter, type JobPages, withJob } from '../jobLists.ts'
import { isProblem } from '../problem.ts'
import { keys } from '../queries.ts'
import type { Server } from '../server.ts'
import { panelsOf, scenesOf, withPanelPlaced, withPanels, withScene } from '../tree.ts'
import { affectedBy, type Effect } from './affected.ts'
import { createBatch } from './batch.ts'

const INTERVAL_MS = 400
/** More changed panels than this at once are cheaper to load as a tree. */
const SINGLY = 12

type Change = Effect & { projectId: string | null }

/** Carries what the server reports into the cached answers. */
export function createReceiver(cache: QueryClient, server: Server) {
  const refresh = (queries: readonly QueryKey[]) => {
    for (const queryKey of queries) void cache.invalidateQueries({ queryKey })
  }

  async function refreshPanels(projectId: string, ids: readonly string[]) {
    // A tree that is under way may have been read before the change.
    if (ids.length > SINGLY || cache.isFetching({ queryKey: keys.tree(projectId) }) > 0) return refresh([keys.tree(projectId)])
    if (!cache.getQueryData(keys.tree(projectId))) return
    const answers = await Promise.allSettled(ids.map(id => server.getPanel({ params: { id } })))
    const tree = cache.getQueryData<ProjectTree>(keys.tree(projectId))
    if (!tree) return
    const known = new Map(panelsOf(tree).map(panel => [panel.id, panel]))
    const panels = answers.flatMap((answer, at) => {
      if (answer.status === 'fulfilled') return [answer.value]
      const gone = known.get(ids[at] ?? '')
      const isInTrash = isProblem(answer.reason) && answer.reason.problem.code === 'not-found'
      return gone && isInTrash ? [{ ...gone, deletedAt: gone.updatedAt }] : []
    })
    const scenes = new Set(scenesOf(tree).map(({ id }) => id))
    if (panels.length < ids.length || panels.some(({ sceneId }) => !scenes.has(sceneId))) return refresh([keys.tree(projectId)])
    cache.setQueryData<ProjectTree>(keys.tree(projectId), panels.reduce(withPanelPlaced, tree))
  }

  async function refreshScene(projectId: string, id: string) {
    const scene = await server.getScene({ params: { id } }).catch(() => null)
    if (!scene) return refresh([keys.tree(projectId)])
    cache.setQueryData<ProjectTree>(keys.tree(projectId), tree => tree && withScene(tree, id, scene))
  }

  const changes = createBatch<Change>(batch => {
    const queries = new Map(batch.flatMap(change => change.queries).map(key => [JSON.stringify(key), key]))
    refresh([...queries.values()])
    const panels = Map.groupBy(
      batch.filter(change => change.panel && change.projectId),
      change => change.projectId ?? '',
    )
    for (const { scene, projectId } of batch) if (scene && projectId) void refreshScene(projectId, scene)
    for (const [projectId, changed] of panels)
      void refreshPanels(
        projectId,
        changed.map(change => change.panel ?? ''),
      )
  }, INTERVAL_MS)

  const jobs = createBatch<Job>(batch => {
    for (const job of batch) patchJob(cache, job)
    refresh([keys.queueStatus])
  }, INTERVAL_MS)

  /** Somebody typed: of a scene only its text is read anew, however many scenes there are. */
  function textChanged(field: string, projectId: string) {
    const [of = '', id = ''] = field.split('.')
    if (of === 'panel') return changes([of, id], { ...affectedBy(of, id, projectId), projectId })
    changes([of, id], { queries: [keys.activity(projectId)], scene: id, projectId })
  }

  return {
    event: (event: RealtimeEvent) => {
      if (event.kind === 'job') return jobs([event.job.id], event.job)
      if (event.kind === 'preview') return void cache.setQueryData(keys.preview(event.jobId), event.image)
      if (event.kind === 'text') return textChanged(event.field, event.projectId)
      if (event.kind !== 'changed') return
      changes([event.what, event.id], { ...affectedBy(event.what, event.id, event.projectId), projectId: event.projectId })
    },
    /** What of a project was read before its topic was heard may be out of date by now. */
    heard: (topic: string) => {
      const [kind, id] = topic.split(':')
      if (kind === 'project' && id) refresh([keys.project(id)])
    },
    /** Too much was missed: everything on screen is loaded anew. */
    reset: () => void cache.invalidateQueries(),
  }
}

const hasEnded = (job: Job) => job.state === 'succeeded' || job.state === 'failed' || job.state === 'cancelled'

/** A job's progress wherever it shows: in lists of jobs, on its render, on its video, on the panel it draws. */
function patchJob(cache: QueryClient, job: Job) {
  for (const [key, pages] of cache.getQueriesData<JobPages>({ queryKey: keys.jobs })) {
    if (pages) cache.setQueryData(key, withJob(pages, job, (key[1] ?? {}) as JobFilter))
  }
  if (job.target?.kind === 'video')
    cache.setQueryData<Video>(keys.video(job.target.id), video => video && withProgress(video, job))
  if (!job.projectId) return
  cache.setQueryData<{ items: Render[]; nextCursor: string | null }>(
    keys.renders(job.projectId),
    page =>
      page && {
        ...page,
        items: page.items.map(render => (render.jobId === job.id ? { ...withProgress(render, job), state: job.state } : render)),
      },
  )
  if (job.target?.kind !== 'panel' || hasEnded(job)) return
  const status = job.state === 'running' ? ('drawing' as const) : ('queued' as const)
  const panelId = job.target.id
  cache.setQueryData<ProjectTree>(keys.tree(job.projectId), tree => tree && withPanels(tree, new Map([[panelId, { status }]])))
}

const withProgress = <T extends { progress: number; stage: string }>(thing: T, { progress, stage, secondsLeft }: Job): T => ({
  ...thing,
  progress,
  stage,
  ...('secondsLeft' in thing ? { secondsLeft } : {}),
})
