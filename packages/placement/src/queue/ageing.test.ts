import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decide } from '../decide.ts'
import { createPool, putServer, queueJob, removeServer, startJob } from '../pool.ts'
import { generateInstance, usualWishes } from '../simulate/generate.ts'
import type { Instance } from '../simulate/instance.ts'
import { createEstimates } from '../simulate/estimates.ts'
import { placementPolicy } from '../simulate/placement-policy.ts'
import { simulate } from '../simulate/simulate.ts'
import { jobOf, kindOf, serverOf } from '../testing.ts'
import { addToAgeing, type Ageing, overdue, removeFromAgeing } from './ageing.ts'

const patienceSeconds = 200

/** The longest that a job can hold a server, loading included. */
const longest = ({ servers, jobs, models }: Instance): number =>
  Math.max(
    ...jobs.flatMap(({ model, base_s }) =>
      servers
        .filter(({ models }) => models.includes(model))
        .map(({ speed, load_gb_per_s }) => base_s / speed + (models[model]?.size_gb ?? 0) / load_gb_per_s),
    ),
  )

test('under twice the load that fits, no job waits longer than patience and those before it allow', () => {
  for (const seed of [1, 2]) {
    const instance = generateInstance({ ...usualWishes, kind: 'online', jobs: 100, utilisation: 2, seed })
    const told = createEstimates(instance, 0, seed)
    const { records } = simulate(instance, placementPolicy(instance, told, { patienceSeconds, scenarios: [3, 6] }))
    const most = longest(instance)
    for (const { job, endedAt } of records) {
      const due = job.arrival_s + patienceSeconds
      const before = records.filter(other => other.job.arrival_s < job.arrival_s && other.startedAt >= due).length
      assert.ok(endedAt <= due + (before + 2) * most, `seed ${seed}: job ${job.id} ended at ${endedAt}`)
    }
  }
})

test('a long job is not starved by an endless stream of short ones', () => {
  const seconds = 2000
  const stream = Array.from({ length: seconds }, (_, at) => ({
    id: at,
    arrival_s: at,
    model: 'm',
    base_s: 1.2,
    user: `u${at % 3}`,
  }))
  const instance: Instance = {
    kind: 'online',
    models: { m: { size_gb: 1 } },
    servers: [{ id: 's', speed: 1, vram_gb: 8, load_gb_per_s: 1, models: ['m'] }],
    jobs: [...stream, { id: -1, arrival_s: 10, model: 'm', base_s: 60, user: 'long' }].sort((a, b) => a.arrival_s - b.arrival_s),
  }
  const started = (patienceSeconds: number) => {
    const settings = { patienceSeconds, scenarios: [0, 0] } as const
    const { records } = simulate(instance, placementPolicy(instance, createEstimates(instance, 0, 1), settings))
    return records.find(({ job }) => job.id === -1)?.startedAt ?? assert.fail()
  }
  // Those older than it were due before it; they are few, because they came in its first ten seconds.
  assert.ok(started(300) <= 10 + 300 + 15)
  assert.ok(started(1e9) > 2000)
})

test('the overdue are found oldest first, without those that left', () => {
  const ageing: Ageing = []
  const jobs = [5, 3, 9, 4].map(at => jobOf(`at ${at}`, kindOf('m'), { queuedAt: at }))
  for (const job of jobs) addToAgeing(ageing, job)
  removeFromAgeing(ageing, jobs[1] ?? assert.fail())
  const late = (limit: number) => overdue(ageing, 16, 10, limit).map(({ queuedAt }) => queuedAt)
  assert.deepEqual(late(9), [4, 5])
  assert.deepEqual(late(1), [4])
})

test('a job that comes back after its server went is overdue once, in its old place', () => {
  const pool = createPool({ patienceSeconds: 10 })
  const kind = kindOf('m')
  putServer(pool, serverOf('s', ['m']))
  for (const id of ['0', '1', '2']) queueJob(pool, jobOf(id, kind, { queuedAt: Number(id) }))
  startJob(pool, '1', 's', 5)
  for (const job of removeServer(pool, 's')) queueJob(pool, job, 6)
  putServer(pool, serverOf('a', ['m']))
  putServer(pool, serverOf('b', ['m']))
  const started = decide(pool, 100).flatMap(decision => (decision.kind === 'start' ? [decision.jobId] : []))
  assert.deepEqual(started.sort(), ['0', '1'])
})
