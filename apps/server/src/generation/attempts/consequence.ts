import type { Database } from '../../platform/database/database.ts'
import type { AttemptEnd } from './states.ts'
import type { AttemptRow, Consequence, OpenAttempt } from './store.ts'

/** Runs that failed, or vanished with their server, before a job is given up: one that brings each server down must end. */
const mostRuns = 8
/** An error of a node may be the machine's: one other server is tried, no more. */
const mostNodeErrors = 2
/** Calls that never arrived at one server before another is taken: something between us and it swallows them. */
const mostSwallowed = 3
/** Seconds before a server that takes nothing now is asked again; doubled each time. */
const busyPause = 2
const longestPause = 60

/** What becomes of the job when an attempt ended like this. */
export async function consequenceOf(database: Database, { attempt, job }: OpenAttempt, end: AttemptEnd): Promise<Consequence> {
  if (end.state === 'delivered') throw new Error('a delivered attempt has its result')
  const { code, reason, retry } = end
  if (retry === 'nowhere') return { kind: 'fail', code, message: reason }
  const before = await database
    .selectFrom('generationAttempt')
    .select(['state', 'serverId', 'code', 'startedAt'])
    .where('generationId', '=', attempt.generationId)
    .where('endedAt', 'is not', null)
    .where('createdAt', '>=', job.startedAt ?? new Date(0).toISOString())
    .execute()
  const again = { kind: 'again', afterSeconds: 0, stage: `waiting to try again: ${reason}` } as const
  if (end.state === 'refused') {
    // Another server may take it at once; one that rests is not asked anyway.
    if (retry !== 'anywhere' || code === 'unreachable') return again
    const times = before.filter(one => one.state === 'refused' && one.code === code).length
    return { ...again, afterSeconds: Math.min(longestPause, end.retryAfter ?? busyPause * 2 ** times) }
  }
  const swallowed = before.filter(one => one.code === 'never-arrived' && one.serverId === attempt.serverId).length + 1
  if (code === 'never-arrived' && swallowed >= mostSwallowed) return { ...again, elsewhere: true }
  if (end.state === 'evicted' && code !== 'stalled') return again
  const runs = before.filter(isRun)
  const nodeErrors = runs.filter(one => one.code === 'node-error').length + (code === 'node-error' ? 1 : 0)
  if (runs.length + 1 >= mostRuns || nodeErrors >= mostNodeErrors) return { kind: 'fail', code, message: reason }
  return { ...again, afterSeconds: end.state === 'failed' ? Math.min(30, runs.length) : 0 }
}

/** Whether a server had begun it: what it merely had in its queue when it went down is not held against the job. */
const isRun = ({ state, code, startedAt }: Pick<AttemptRow, 'state' | 'code' | 'startedAt'>): boolean =>
  state === 'failed' || (startedAt !== null && (state === 'lost' || state === 'abandoned' || code === 'stalled'))
