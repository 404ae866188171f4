import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitingFor } from './waiting.ts'

const node = { id: 'one', state: 'active', chunks: 5, silentMs: 100, isAway: false } as const
const round = { missing: 0, kept: 0, obstacles: [], agoMs: 4000 }
const well = { isSettled: true, openHints: 0, nodes: [node], round }

test('a cluster that is whole waits for nothing', () => {
  assert.deepEqual(waitingFor(well), [])
})

for (const [what, facts, said] of [
  ['that nobody has answered', { nodes: [] }, /no storage node/],
  ['who is silent', { nodes: [{ ...node, silentMs: 42_000, isAway: true }] }, /^one is silent for 42 s$/m],
  [
    'what a drained node still holds',
    { isSettled: false, nodes: [{ ...node, state: 'draining' }] },
    /^one is drained and still holds 5 chunks$/m,
  ],
  ['how many copies are owed', { openHints: 3 }, /^3 copies are owed/m],
  ['that a new table was never compared', { isSettled: false, round: undefined }, /^the next comparison .*never yet/m],
  ['what could not be copied', { round: { ...round, missing: 2 } }, /^2 copies could not be made\n.*last 4 s ago/m],
  ['what cannot go', { round: { ...round, kept: 7 } }, /^7 copies in excess stay/m],
  ['what stood in the way', { round: { ...round, obstacles: ['one does not confirm'] } }, /^one does not confirm$/m],
] as const)
  test(`it tells ${what}`, () => {
    assert.match(waitingFor({ ...well, ...facts }).join('\n'), said)
  })
