import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { openContext } from '../apps/server/src/open-context.ts'
import { readConfig } from '../apps/server/src/platform/config/config.ts'
import { defineJob } from '../apps/server/src/platform/jobs/define.ts'
import { openSecrets } from '../apps/server/src/platform/secrets/open.ts'
import { createLog } from '../apps/server/src/platform/telemetry/log.ts'
import { median } from './measuring/rounds.ts'
import { report } from './measuring/report.ts'
import { startDatabase } from './measuring/database.ts'

/** How soon a job begins, and how many that do nothing go through in a second: rows, announcements and durable commits included. */
const singles = 50
const crowd = 1000
const begun = new Map<string, (at: number) => void>()
const noOp = defineJob({
  ...{ kind: 'bench-no-op', input: z.object({}), weight: 'light', maxAttempts: 1 },
  async run({ id }) {
    begun.get(id)?.(performance.now())
    return { write: async () => undefined }
  },
})

await using postgres = await startDatabase('jobs')
await using closing = new AsyncDisposableStack()
const { folder, connection } = postgres
const secrets = await openSecrets({ directory: join(folder, 'secrets') })
const { jobs, database } = await openContext(readConfig({ DATA_DIR: folder }), connection, secrets, createLog('error'), closing)
await jobs.start([noOp])
closing.defer(() => jobs.stop())
const job = { title: 'Nothing', ownerId: uuid(), projectId: null }

const waits: number[] = []
for (let index = 0; index < singles; index += 1) {
  const { id } = await database.transaction().execute(tx => jobs.enqueue(tx, noOp, {}, job))
  const committed = performance.now()
  // A job that has begun already when its id is known has not waited.
  const hasBegun = new Promise<number>(resolve => begun.set(id, resolve))
  const { state } = await database.selectFrom('job').select('state').where('id', '=', id).executeTakeFirstOrThrow()
  waits.push(state === 'queued' ? Math.max(0, (await hasBegun) - committed) : performance.now() - committed)
  await allEnded()
}
const items = Array.from({ length: crowd }, () => ({ input: {}, job }))
const began = performance.now()
await database.transaction().execute(tx => jobs.enqueueMany(tx, noOp, items))
const queued = performance.now()
await allEnded()
const finished = performance.now()
report('jobs', {
  startLatency: { value: median(waits), unit: 'ms' },
  startLatencyWorst: { value: Math.max(...waits), unit: 'ms' },
  enqueueThousand: { value: queued - began, unit: 'ms' },
  jobsPerSecond: { value: crowd / ((finished - queued) / 1000), unit: '/s' },
})

async function allEnded() {
  const open = () =>
    database.selectFrom('job').select('id').where('state', 'in', ['queued', 'running']).limit(1).executeTakeFirst()
  while (await open()) await new Promise(resolve => setTimeout(resolve, 5))
}
