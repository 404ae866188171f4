import { jsonBody, type Calls } from '../server/calls.ts'
import type { AttemptState } from '../server/server.ts'
import { find, type JobsRoute } from './find.ts'

/** Duplicates under one id are taken out one by one. */
const maxCopies = 20

/**
 * Takes an attempt out of the queue, or interrupts it if it is what runs. Answers prove nothing: deleting from a queue
 * with duplicates gives 500 and deletes all the same, so the queue is looked at again.
 */
export async function cancel(calls: Calls, id: string, jobs: JobsRoute, signal?: AbortSignal): Promise<AttemptState> {
  let state = await find(calls, id, jobs, { signal })
  for (let copies = 0; copies < maxCopies && hasWaiting(state); copies++) {
    await calls.ask('/queue', { method: 'POST', body: jsonBody({ delete: [id] }), signal })
    state = await find(calls, id, jobs, { signal })
  }
  if (state.kind !== 'running') return state
  await interrupt(calls, id, jobs, signal)
  return find(calls, id, jobs, { signal })
}

function hasWaiting(state: AttemptState) {
  return state.kind === 'pending' || (state.kind === 'running' && state.copies > 1)
}

/** The route of newer servers is atomic; the other may hit the next job, and hits any on servers that know no ids there. */
async function interrupt(calls: Calls, id: string, jobs: JobsRoute, signal: AbortSignal | undefined) {
  if (jobs.state === 'there') {
    const { status } = await calls.ask(`/api/jobs/${id}/cancel`, { method: 'POST', body: jsonBody({}), signal })
    if (status === 200) return
  }
  await calls.ask('/interrupt', { method: 'POST', body: jsonBody({ prompt_id: id }), signal })
}
