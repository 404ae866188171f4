import assert from 'node:assert/strict'
import { appendFile, readFile } from 'node:fs/promises'
import { after, describe, test } from 'node:test'
import { createTestDatabase, startTestServer } from '../../../../../apps/server/src/platform/embedded-postgres/testing.ts'
import { ownDatabases, sharedDatabases } from './database.ts'
import { createProcesses } from './processes.ts'
import { type Outcome, runSchedule } from './schedule.ts'

// FAULT_RUNS=1000 is the long form, FAULT_AT_ONCE=4 of them at once; FAULT_SEED continues it, or repeats one seed with
// FAULT_RUNS=1. FAULT_RESULTS names a file that gets a line for each seed; those that passed by it are passed over.
const { FAULT_RUNS, FAULT_SEED, FAULT_AT_ONCE, FAULT_RESULTS: results } = process.env
const [runs, first, atOnce] = [Number(FAULT_RUNS ?? 1), Number(FAULT_SEED ?? 1), Number(FAULT_AT_ONCE ?? 1)]
const lines = results === undefined ? '' : await readFile(results, 'utf8').catch(() => '')
const known = lines.split('\n').flatMap(line => (line === '' ? [] : [JSON.parse(line) as Outcome]))
const passed = new Set(known.filter(({ violations }) => violations.length === 0).map(({ seed }) => seed))

describe('a cluster under faults', { concurrency: atOnce }, async () => {
  const processes = createProcesses()
  const server = FAULT_RUNS === undefined ? undefined : await startTestServer()
  const databases = server === undefined ? sharedDatabases(createTestDatabase) : await ownDatabases(server.directory)
  after(async () => {
    await processes[Symbol.asyncDispose]()
    await server?.stop()
  })
  for (let seed = first; seed < first + runs; seed++)
    test(`seed ${seed}: whatever fails, nothing acknowledged is lost and no wrong bytes are served`, {
      skip: passed.has(seed),
    }, async t => {
      const outcome = await runSchedule(seed, { processes, databases })
      const { faults, violations, puts, refusedPuts, reads, refusedReads } = outcome
      if (results !== undefined) await appendFile(results, `${JSON.stringify(outcome)}\n`)
      t.diagnostic(`${puts} puts, ${refusedPuts} refused; ${reads} reads, ${refusedReads} refused; ${faults.join(', ')}`)
      for (const violation of violations) t.diagnostic(violation)
      assert.deepEqual(violations, [], `seed ${seed}: ${faults.join(', ')}`)
      assert.ok(puts > 0)
    })
})
