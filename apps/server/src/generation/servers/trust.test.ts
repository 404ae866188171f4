import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failed, fullTrust, isResting, mayTryAt, recovered } from './trust.ts'

test('a server that fails again and again rests twice as long each time, up to five minutes', () => {
  let [trust, now] = [fullTrust, 0]
  const rests: number[] = []
  for (let round = 0; round < 10; round += 1) {
    trust = failed(trust, 'away', now)
    rests.push((mayTryAt(trust) - now) / 1000)
    now = mayTryAt(trust) + 1000
    trust = recovered(trust)
  }
  assert.deepEqual(rests, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
  assert.equal(isResting(trust), false)
})

test('one that has gone well for ten minutes begins anew', () => {
  const trust = recovered(failed(failed(fullTrust, 'away', 0), 'away', 5000))
  const again = failed(trust, 'away', 2_000_000)
  assert.equal(mayTryAt(again), 2_002_000)
  assert.ok(isResting(again))
})
