import assert from 'node:assert/strict'
import { test } from 'node:test'
import { soak } from './soak.ts'

/** A long one: SOAK_JOBS=10000 SOAK_KILLS=200. */
const jobs = Number(process.env.SOAK_JOBS ?? 40)
const kills = Number(process.env.SOAK_KILLS ?? 2)
const isLong = jobs > 40

test('servers misbehave and the controller is killed at random: nothing is lost, delivered twice or run again once delivered', async context => {
  const log = isLong ? (line: string) => context.diagnostic(line) : undefined
  const figures = await soak({ jobs, kills, servers: isLong ? 8 : 3, seed: 7, timeScale: 100, ...(log ? { log } : {}) })
  context.diagnostic(JSON.stringify(figures))
  assert.deepEqual([figures.lost, figures.doubled, figures.runsAfterDelivery], [0, 0, 0])
})
