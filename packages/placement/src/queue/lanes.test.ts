import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { jobOf, kindOf } from '../testing.ts'
import { addToLane, type Lanes, removeFromLane } from './lanes.ts'

const kinds = [kindOf('a'), kindOf('b')]
const steps = fc.array(
  fc.record({ kind: fc.nat(1), work: fc.nat(5), user: fc.constantFrom('ada', 'bob'), removes: fc.boolean() }),
)

test('lanes hold exactly what was added and not removed, each shortest first', () =>
  fc.assert(
    fc.property(steps, steps => {
      const lanes: Lanes = new Map()
      const held: ReturnType<typeof jobOf>[] = []
      steps.forEach(({ kind, work, user, removes }, at) => {
        const job = jobOf(String(at), kinds[kind] ?? assert.fail(), { work, user })
        addToLane(lanes, job)
        held.push(job)
        if (removes) removeFromLane(lanes, held.splice(work % held.length, 1)[0] ?? assert.fail())
      })
      const all = [...lanes.values()].flatMap(({ jobs }) => jobs)
      assert.deepEqual(all.map(({ id }) => id).sort(), held.map(({ id }) => id).sort())
      for (const { jobs, kind, user } of lanes.values()) {
        assert.ok(jobs.length > 0)
        assert.ok(jobs.every((job, at) => job.kind === kind && job.user === user && job.work >= (jobs[at - 1]?.work ?? 0)))
      }
    }),
  ))
