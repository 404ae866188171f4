import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEstimates } from '../simulate/estimates.ts'
import { fairQueueing } from '../simulate/fair-share.ts'
import { generateInstance, usualWishes } from '../simulate/generate.ts'
import type { Instance } from '../simulate/instance.ts'
import { jainIndex, mean, slowdownByUser } from '../simulate/measure.ts'
import { placementPolicy } from '../simulate/placement-policy.ts'
import { simulate } from '../simulate/simulate.ts'

const crowd = [0.6, 0.08, 0.08, 0.08, 0.08, 0.08]
const wishes = { ...usualWishes, kind: 'online', jobs: 300, users: crowd } as const

/** Few scenarios: fairness lies in the worth of users' time, which the plan and its scenarios share. */
const settings = { scenarios: [3, 6] } as const

/** Slowdowns under our policy and at fair share, without the user who floods. */
function others(instance: Instance, seed: number) {
  const estimates = createEstimates(instance, 0.15, seed)
  const ours = slowdownByUser(instance, simulate(instance, placementPolicy(instance, estimates, settings)).records)
  const fair = slowdownByUser(instance, simulate(instance, fairQueueing(instance, estimates)).records)
  return {
    ours,
    excess: [...ours.keys()].filter(user => user !== 'u0').map(user => (ours.get(user) ?? 0) / (fair.get(user) ?? 0)),
  }
}

for (const utilisation of [0.92, 1.3])
  test(`a user who sends 60 % of a load of ${utilisation} costs no other user more than a quarter over the fair share`, () => {
    const seed = 1
    const { ours, excess } = others(generateInstance({ ...wishes, utilisation, seed }), seed)
    assert.ok(Math.max(...excess) <= 1.25, excess.join(' '))
    assert.ok(jainIndex([...ours.values()]) >= 0.95, [...ours.values()].join(' '))
  })

test('a flood of short jobs, which go first by themselves, does not push others behind', () => {
  const seed = 4
  const usual = generateInstance({ ...wishes, seed })
  const jobs = usual.jobs.map((job, at) => {
    const short = { ...job, model: 'sdxl', base_s: 4 + (at % 8) }
    return job.user === 'u0' ? short : job
  })
  assert.ok(mean(others({ ...usual, jobs }, seed).excess) <= 1)
})
