import { refused, ServerError } from '../server/failure.ts'
import { jsonBody, type Answer, type Calls } from '../server/calls.ts'
import type { Accepted, Attempt } from '../server/server.ts'
import { readNodeErrors, readRejection, reasonOf, rejection } from './rejection.ts'
import * as shapes from './shapes.ts'

export type SubmitOptions = {
  readonly clientId: string
  readonly signal?: AbortSignal | undefined
  /** Calls the attempt off again; true when it is certain that nothing of it is left. */
  readonly callOff: () => Promise<boolean>
}

/**
 * Never sends `number`: two items of one number and one id cannot be compared, and kill the server's worker.
 *
 * @throws ServerError `refused`, `unreachable`, `unclear`
 */
export async function submit(calls: Calls, attempt: Attempt, { clientId, signal, callOff }: SubmitOptions): Promise<Accepted> {
  const body = jsonBody({
    prompt: attempt.graph,
    prompt_id: attempt.id,
    client_id: clientId,
    extra_data: {
      preview_method: 'auto',
      ...(attempt.workflow === undefined ? {} : { extra_pnginfo: { workflow: attempt.workflow } }),
    },
  })
  const answer = await post(calls, { method: 'POST', body, signal })
  if (answer.status !== 200) throw readRefusal(answer, attempt)
  const accepted = shapes.Accepted.safeParse(answer.json)
  if (!accepted.success) throw unclear(200, accepted.error)
  const { prompt_id: remoteId, node_errors: errors } = accepted.data
  if (remoteId !== attempt.id) throw unclear(200)
  const nodes = shapes.NodeErrors.safeParse(errors)
  const problems = nodes.success ? readNodeErrors(nodes.data, attempt.graph) : []
  // Some outputs are valid and run, the others never come: what is left would look like a success.
  if (problems.length > 0) throw rejection(reasonOf(problems), problems, !(await callOff()))
  return { remoteId }
}

async function post(calls: Calls, call: NonNullable<Parameters<Calls['ask']>[1]>): Promise<Answer> {
  try {
    return await calls.ask('/prompt', call)
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    if (error.failure.kind === 'unreachable' || error.failure.kind === 'refused') throw error
    throw unclear(null, error)
  }
}

function readRefusal({ status, json, retryAfter }: Answer, { graph }: Attempt): ServerError {
  if (status === 400) {
    const said = shapes.Rejection.safeParse(json)
    return said.success
      ? readRejection(said.data, graph)
      : refused('another-protocol', 'The server refuses the job without saying why (400).')
  }
  if (status === 401 || status === 403) return refused('unauthorised', `The server wants a key, or another one (${status}).`)
  if (status === 413) return refused('too-large', 'The workflow is larger than the server takes (413).')
  if (status === 429) return refused('busy', 'The server takes no more jobs now (429).', { retryAfter })
  if (status >= 300 && status < 400)
    return refused('another-protocol', `The server sends us elsewhere (${status}); give the address that it names.`)
  if (status === 404 || status === 405) return refused('another-protocol', `There is no ComfyUI at this address (${status}).`)
  return unclear(status)
}

/** A 500 may have been queued all the same; so may whatever a proxy gave up on. */
function unclear(status: number | null, cause?: unknown): ServerError {
  const what = status === null ? 'gave no answer' : `answered ${status}`
  return new ServerError({ kind: 'unclear', status }, `The server ${what}: whether it took the job is not known.`, { cause })
}
