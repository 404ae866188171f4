import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestDatabase } from '../../../../../apps/server/src/platform/embedded-postgres/testing.ts'
import { runSchedule } from './schedule.ts'

// FAULT_RUNS=1000 is the long form; FAULT_SEED continues it, or repeats one seed with FAULT_RUNS=1.
const runs = Number(process.env['FAULT_RUNS'] ?? 1)
const first = Number(process.env['FAULT_SEED'] ?? 1)

for (let seed = first; seed < first + runs; seed++)
  test(`seed ${seed}: whatever fails, nothing acknowledged is lost and no wrong bytes are served`, async t => {
    await using database = await createTestDatabase()
    const { faults, violations, puts, refusedPuts, reads, refusedReads } = await runSchedule(seed, database.connection)
    t.diagnostic(`${puts} puts, ${refusedPuts} refused; ${reads} reads, ${refusedReads} refused; ${faults.join(', ')}`)
    for (const violation of violations) t.diagnostic(violation)
    assert.deepEqual(violations, [], `seed ${seed}: ${faults.join(', ')}`)
    assert.ok(puts > 0)
  })
