import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { pauseAfter } from './end.ts'
import { announce } from './enqueue.ts'
import type { JobRow } from './read.ts'
import type { JobFailure } from './tables.ts'

const lost: JobFailure = { code: 'lease-lost', message: 'The pull worker fell silent in the middle of every attempt.' }

/** Gives jobs back whose pull worker let the lease run out: queued again while attempts are left, failed otherwise. */
export async function takeBackLeases(database: Database): Promise<void> {
  const { rows } = await sql<JobRow>`
    select * from job where pull and state = 'running' and lease_until < now()`.execute(database)
  for (const { id, leaseToken, attempt, maxAttempts } of rows)
    await database.transaction().execute(async tx => {
      const over = attempt >= maxAttempts
      const row = await tx
        .updateTable('job')
        .set({ stage: '', secondsLeft: null, leaseToken: null, leaseUntil: null, pullWorkerId: null })
        .set(
          over
            ? { state: 'failed', error: JSON.stringify(lost), finishedAt: sql<string>`now()` }
            : { state: 'queued', runAfter: sql<string>`now() + make_interval(secs => ${pauseAfter(attempt)})` },
        )
        .where('id', '=', id)
        .where('state', '=', 'running')
        .where('leaseToken', '=', leaseToken)
        .where('leaseUntil', '<', sql<string>`now()`)
        .returningAll()
        .executeTakeFirst()
      if (row) await announce(tx, row)
    })
}
