import { OutgoingError } from '../../platform/outgoing/error.ts'
import type { OutgoingClient } from '../../platform/outgoing/client.ts'
import type { OutgoingRequest, OutgoingResponse } from '../../platform/outgoing/request.ts'
import type { LocalServers } from '../../platform/outgoing/target.ts'
import { ProviderError, type ProviderSizes, type RetryPlace } from './provider.ts'

/** Hosted models make films in 720p, lying or standing. */
export const filmSizes: ProviderSizes = {
  kind: 'list',
  sizes: [
    { width: 1280, height: 720 },
    { width: 720, height: 1280 },
  ],
}

/** A hosted service with somebody's key. `baseUrl` without a slash at its end; `authorization` is a whole header, empty for none. */
export type Service = { outgoing: OutgoingClient; localServers: LocalServers; baseUrl: string; authorization: string }

type Call = Omit<OutgoingRequest, 'url' | 'localServers' | 'secretHeaders'>

export const call = (
  { outgoing, localServers, baseUrl, authorization }: Service,
  path: string,
  request: Call,
): Promise<OutgoingResponse> =>
  outgoing.fetch({
    ...request,
    url: `${baseUrl}${path}`,
    localServers,
    ...(authorization === '' ? {} : { secretHeaders: { authorization } }),
  })

const neverSent = new Set(['bad-url', 'bad-header', 'refused-address', 'unresolvable', 'unreachable'])

/** A call that starts something brought no answer: did it arrive? What certainly was not sent may be sent again. */
export function unansweredStart(error: unknown): unknown {
  if (!(error instanceof OutgoingError)) return error
  const { failure } = error
  const isUnsent = neverSent.has(failure.kind) || (failure.kind === 'timeout' && failure.phase === 'connect')
  if (isUnsent) return new ProviderError('not-there', `The service cannot be reached (${failure.kind}).`, { cause: error })
  return new ProviderError('unclear', `The answer was lost on its way (${failure.kind}).`, { cause: error })
}

/** A call that changes nothing brought no answer. */
export function unansweredLook(error: unknown): unknown {
  if (!(error instanceof OutgoingError)) return error
  return new ProviderError('no-answer', `The service does not answer (${error.failure.kind}).`, { cause: error })
}

/**
 * What a refusal of a start means. A service that says 429 or 503 has not begun; after 500, 502 and 504 nobody knows, and
 * it may have been paid.
 */
export async function refusedStart(answer: OutgoingResponse): Promise<ProviderError> {
  const { status, headers } = answer
  const { message, code } = await reasonOf(answer)
  const retryAfter = Number(headers['retry-after']) || null
  if (status === 429 && code === 'insufficient_quota') return refusal(message, code, 'nowhere', null)
  if (status === 429 || status === 503) return refusal(message, code || 'busy', 'anywhere', retryAfter)
  if (status >= 500) return new ProviderError('unclear', `The service broke (${status}): ${message}`)
  return refusal(message, code || `refused-${status}`, 'nowhere', null)
}

const refusal = (message: string, code: string, retry: RetryPlace, retryAfter: number | null) =>
  new ProviderError('not-there', message, { code, retry, retryAfter })

/** The words of an error answer, cut to a length that can be shown. */
export async function reasonOf(answer: OutgoingResponse): Promise<{ message: string; code: string }> {
  const text = (await answer.text().catch(() => '')).toWellFormed().replaceAll('\u0000', '')
  const error = (parsed(text) as { error?: { message?: unknown; code?: unknown } } | null)?.error
  const message = typeof error?.message === 'string' ? error.message : text
  return {
    message: message.slice(0, 500) || `It answered ${answer.status}.`,
    code: typeof error?.code === 'string' ? error.code.slice(0, 60) : '',
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
