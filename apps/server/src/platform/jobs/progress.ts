import { notify } from '../bus/publish.ts'
import type { Database } from '../database/database.ts'
import { heardBy } from './enqueue.ts'
import { type JobRow, jobReply } from './read.ts'

/** Progress reaches people at most this often, in milliseconds. */
const interval = 250

type State = { progress: number; stage: string; secondsLeft: number | null }

/** Keeps the job's row and its listeners up to date with the newest report, never faster than the interval. */
export function progressReporter(database: Database, run: JobRow, onError: (error: unknown) => void) {
  let latest: State | null = null
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()

  const flush = async () => {
    timer = null
    const state = latest
    latest = null
    if (!state) return
    const row = await database
      .updateTable('job')
      .set(state)
      .where('id', '=', run.id)
      .where('state', '=', 'running')
      .where('attempt', '=', run.attempt)
      .where('worker', '=', run.worker)
      .returningAll()
      .executeTakeFirst()
    if (!row) return
    for (const topic of await heardBy(database, row))
      await notify(database, { kind: 'passing', topic, event: { kind: 'job', job: jobReply(row) } })
  }

  return {
    report: (progress: number, stage: string, secondsLeft: number | null = null) => {
      latest = { progress: Math.min(1, Math.max(0, progress)), stage, secondsLeft }
      timer ??= setTimeout(() => {
        writing = flush().catch(onError)
      }, interval)
    },
    async stop() {
      if (timer) clearTimeout(timer)
      latest = null
      await writing
    },
  }
}
