import { type Panel, ProblemError, type ProjectTree, type Render } from '@storycanvas/api'
import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { aJob, aPanel, aScene, aTake, aTree } from '../../testing/make.ts'
import { itemsOf, type JobPages } from '../jobLists.ts'
import { keys } from '../queries.ts'
import type { Server } from '../server.ts'
import { panelsOf } from '../tree.ts'
import { createReceiver } from './apply.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A receiver over a cache with one project of two panels, and a server that knows these panels. */
function receiving(onServer: Panel[] = [], failure: Error = new Error('no answer')) {
  const cache = new QueryClient()
  cache.setQueryData(keys.tree('project'), aTree([[aScene('s1', [aPanel('a'), aPanel('b')])]]))
  const getPanel = vi.fn(({ params }: { params: { id: string } }) => {
    const panel = onServer.find(({ id }) => id === params.id)
    return panel ? Promise.resolve({ ...panel, sceneId: 's1' }) : Promise.reject(failure)
  })
  const { event, heard } = createReceiver(cache, { getPanel } as unknown as Server)
  const tree = () => cache.getQueryData<ProjectTree>(keys.tree('project'))
  return {
    cache,
    event,
    heard,
    getPanel,
    panels: () => panelsOf(tree()!),
    isStale: () => cache.getQueryState(keys.tree('project'))?.isInvalidated,
  }
}
const changed = (what: string, id: string) => ({ kind: 'changed', what, id, projectId: 'project' }) as const

test('a drawn panel is fetched by itself, once, and shows in the tree', async () => {
  const { event, getPanel, panels, isStale } = receiving([aPanel('a', { status: 'drawn', chosenTake: aTake('t1') })])
  event(changed('panel', 'a'))
  event(changed('panel', 'a'))
  await vi.advanceTimersByTimeAsync(1000)
  expect(getPanel).toHaveBeenCalledTimes(1)
  expect(panels().map(({ chosenTake }) => chosenTake?.id)).toEqual(['t1', undefined])
  expect(isStale()).toBe(false)
})

test('panels that moved, are new or lie in the trash find their place without the tree being loaded anew', async () => {
  const onServer = [aPanel('a', { position: 'b7', durationMs: 500 }), aPanel('c', { position: 'a5', durationMs: 250 })]
  const problem = {
    type: '',
    title: '',
    status: 404,
    code: 'not-found',
    detail: '',
    remedy: '',
    requestId: '',
    errors: [],
  } as const
  const { cache, event, panels, isStale } = receiving(onServer, new ProblemError({ ...problem, errors: [] }))
  for (const id of 'abc') event(changed('panel', id))
  await vi.advanceTimersByTimeAsync(1000)
  expect(panels().map(({ id }) => id)).toEqual(['c', 'a'])
  const [scene] = cache.getQueryData<ProjectTree>(keys.tree('project'))?.chapters[0]?.scenes ?? []
  expect([scene?.panelCount, scene?.durationMs, isStale()]).toEqual([2, 750, false])
})

test('a panel that cannot be asked for makes the tree load anew', async () => {
  const { event, isStale } = receiving()
  event(changed('panel', 'b'))
  await vi.advanceTimersByTimeAsync(1000)
  expect(isStale()).toBe(true)
})

test('what was read before its project was heard is loaded anew', () => {
  const { heard, isStale } = receiving()
  heard('user:u')
  expect(isStale()).toBe(false)
  heard('project:project')
  expect(isStale()).toBe(true)
})

test('a panel that changes while the tree is on its way makes the tree load anew', async () => {
  const { cache, event, getPanel } = receiving([aPanel('a')])
  const load = vi.fn(() => new Promise<ProjectTree>(() => {}))
  void cache.fetchQuery({ queryKey: keys.tree('project'), queryFn: load })
  event(changed('panel', 'a'))
  await vi.advanceTimersByTimeAsync(1000)
  expect(getPanel).not.toHaveBeenCalled()
  expect(cache.getQueryState(keys.tree('project'))?.isInvalidated).toBe(true)
})

test('many panels at once are one request for the tree', async () => {
  const { event, getPanel, isStale } = receiving()
  for (let n = 0; n < 40; n++) event(changed('panel', `p${n}`))
  await vi.advanceTimersByTimeAsync(1000)
  expect(getPanel).not.toHaveBeenCalled()
  expect(isStale()).toBe(true)
})

test('the progress of a job shows on the panel it draws and in the lists it belongs to', async () => {
  const { cache, event, panels } = receiving()
  const running = [...keys.jobs, { state: 'running' }]
  const failed = [...keys.jobs, { state: 'failed' }]
  for (const key of [running, failed])
    cache.setQueryData<JobPages>(key, { pages: [{ items: [], nextCursor: null }], pageParams: [undefined] })
  const items = (key: unknown[]) => itemsOf(cache.getQueryData<JobPages>(key)!).map(({ id }) => id)
  event({ kind: 'job', job: aJob('j1', { state: 'running', target: { kind: 'panel', id: 'b' } }) })
  await vi.advanceTimersByTimeAsync(1000)
  expect(panels().map(({ status }) => status)).toEqual(['empty', 'drawing'])
  expect([items(running), items(failed)]).toEqual([['j1'], []])
  event({ kind: 'job', job: aJob('j1', { state: 'failed', target: { kind: 'panel', id: 'b' } }) })
  await vi.advanceTimersByTimeAsync(1000)
  expect([items(running), items(failed)]).toEqual([[], ['j1']])
})

test('a render moves with its job', async () => {
  const { cache, event } = receiving()
  const render = { id: 'r1', jobId: 'j1', state: 'queued', progress: 0, stage: '', secondsLeft: null } as unknown as Render
  cache.setQueryData(keys.renders('project'), { items: [render], nextCursor: null })
  event({ kind: 'job', job: aJob('j1', { kind: 'render', state: 'running', progress: 0.4, stage: 'drawing', secondsLeft: 9 }) })
  await vi.advanceTimersByTimeAsync(1000)
  const shown = cache.getQueryData<{ items: Render[] }>(keys.renders('project'))?.items[0]
  expect(shown).toMatchObject({ state: 'running', progress: 0.4, stage: 'drawing', secondsLeft: 9 })
})
