import type { Database } from '../../platform/database/database.ts'
import type { AttemptEnd } from './states.ts'
import type { Consequence, OpenAttempt } from './store.ts'

/** Runs that failed, or vanished with their server, before a job is given up: one that brings each server down must end. */
const mostRuns = 8
/** An error of a node may be the machine's: one other server is tried, no more. */
const mostNodeErrors = 2
const busyPause = 2

/** What becomes of the job when an attempt ended like this. */
export async function consequenceOf(database: Database, { attempt, job }: OpenAttempt, end: AttemptEnd): Promise<Consequence> {
  if (end.state === 'delivered') throw new Error('a delivered attempt has its result')
  const { code, reason, retry } = end
  if (retry === 'nowhere') return { kind: 'fail', code, message: reason }
  const stage = `waiting to try again: ${reason}`
  if (end.state === 'refused') return { kind: 'again', afterSeconds: end.retryAfter ?? (code === 'busy' ? busyPause : 0), stage }
  if (end.state === 'evicted') return { kind: 'again', afterSeconds: 0, stage }
  const before = await database
    .selectFrom('generationAttempt')
    .select(['serverId', 'code'])
    .where('generationId', '=', attempt.generationId)
    .where('state', 'in', ['failed', 'lost', 'abandoned'])
    .where('startedAt', 'is not', null)
    .where('createdAt', '>=', job.startedAt ?? new Date(0).toISOString())
    .execute()
  const nodeErrors = before.filter(one => one.code === 'node-error').length + (code === 'node-error' ? 1 : 0)
  if (before.length + 1 >= mostRuns || nodeErrors >= mostNodeErrors) return { kind: 'fail', code, message: reason }
  return { kind: 'again', afterSeconds: end.state === 'failed' ? Math.min(30, before.length) : 0, stage }
}
