import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidInstance, parseInstance } from './instance.ts'

const plain = {
  kind: 'batch',
  models: { m: { size_gb: 4 } },
  servers: [{ id: 's', speed: 1, vram_gb: 8, load_gb_per_s: 2, models: ['m'] }],
  jobs: [{ id: 0, arrival_s: 0, model: 'm', base_s: 3, user: 'u' }],
}
const [server] = plain.servers
const [job] = plain.jobs

const broken: readonly [string, unknown, RegExp][] = [
  ['another kind', { ...plain, kind: 'stream' }, /^kind /],
  ['no servers', { ...plain, servers: [] }, /^servers /],
  ['a speed of nothing', { ...plain, servers: [{ ...server, speed: 0 }] }, /^servers\[0\]\.speed /],
  ['a model that stands nowhere', { ...plain, servers: [{ ...server, models: ['x'] }] }, /^servers\[0\]\.models /],
  ['a model larger than memory', { ...plain, servers: [{ ...server, vram_gb: 3 }] }, /m, which does not fit/],
  ['a job that no server can run', { ...plain, jobs: [{ ...job, model: 'x' }] }, /no server has x/],
  ['a job before time', { ...plain, jobs: [{ ...job, arrival_s: -1 }] }, /^jobs\[0\]\.arrival_s /],
  ['two jobs of one id', { ...plain, jobs: [job, job] }, /same id/],
  ['a bound of nothing', { ...plain, lower_bound_makespan_s: 0 }, /^lower_bound_makespan_s /],
  ['a list', [], /^the file /],
]

for (const [name, value, message] of broken)
  test(`an instance with ${name} is refused with the field`, () =>
    assert.throws(
      () => parseInstance(JSON.stringify(value)),
      (error: Error) => error instanceof InvalidInstance && message.test(error.message),
    ))

test('what is no JSON is refused', () => assert.throws(() => parseInstance('{'), InvalidInstance))

test('jobs are put in the order of their arrival', () => {
  const late = { ...job, id: 1, arrival_s: 9 }
  assert.deepEqual(parseInstance(JSON.stringify({ ...plain, jobs: [late, job] })).jobs, [job, late])
})
