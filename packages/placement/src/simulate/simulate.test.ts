import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { baselines } from './baselines.ts'
import { createEstimates } from './estimates.ts'
import { fairQueueing } from './fair-share.ts'
import { generateInstance, usualWishes } from './generate.ts'
import type { Instance } from './instance.ts'
import { placementPolicy } from './placement-policy.ts'
import { simulate } from './simulate.ts'

const instances = fc
  .record({
    kind: fc.constantFrom('batch' as const, 'online' as const),
    seed: fc.nat(100_000),
    jobs: fc.integer({ min: 1, max: 40 }),
    servers: fc.integer({ min: 2, max: 12 }),
    utilisation: fc.constantFrom(0.5, 0.92, 1.5),
    mix: fc.constantFrom(0, 2),
  })
  .map(wishes => generateInstance({ ...usualWishes, ...wishes }))

const policies = {
  told: (instance: Instance) => placementPolicy(instance, createEstimates(instance, 0.15, 1)),
  learning: (instance: Instance) => placementPolicy(instance, null, { preloads: true }),
  leastQueue: (instance: Instance) => baselines.least_queue(instance, createEstimates(instance, 0.15, 1), 1),
  earliest: (instance: Instance) => baselines.earliest_completion_push(instance, createEstimates(instance, 0.15, 1)),
  fifo: (instance: Instance) => baselines.central_fifo_warm_first(instance, createEstimates(instance, 0.15, 1)),
  fair: (instance: Instance) => fairQueueing(instance, createEstimates(instance, 0.15, 1)),
}

for (const [name, policy] of Object.entries(policies))
  test(`${name}: every job runs once, on a server that has its model, with nothing else there, and again the same way`, () =>
    fc.assert(
      fc.property(instances, instance => {
        const { records } = simulate(instance, policy(instance))
        assert.deepEqual(
          records.map(({ job }) => job.id).sort((a, b) => a - b),
          instance.jobs.map(({ id }) => id).sort((a, b) => a - b),
        )
        for (const { id, models } of instance.servers) {
          const own = records.filter(({ serverId }) => serverId === id).sort((a, b) => a.startedAt - b.startedAt)
          own.forEach(({ job, startedAt }, at) => {
            assert.ok(models.includes(job.model))
            assert.ok(startedAt >= job.arrival_s)
            assert.ok(startedAt >= (own[at - 1]?.endedAt ?? 0))
          })
        }
        assert.deepEqual(simulate(instance, policy(instance)).records, records)
      }),
      { numRuns: 15 },
    ))
