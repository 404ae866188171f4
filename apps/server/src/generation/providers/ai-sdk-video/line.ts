import type { OutgoingResponse } from '../../../platform/outgoing/request.ts'
import { ProviderError } from '../provider.ts'
import { call, reasonOf, refusedStart, type Service, unansweredLook, unansweredStart } from '../service.ts'

const largestAnswer = 1024 * 1024

/** The SDK's way to a service. `isBegun`: something that starts a film was sent. */
export type Line = { fetch: typeof globalThis.fetch; isBegun: () => boolean }

/**
 * What the SDK would fetch by itself goes by the one outgoing client: to the address that the key belongs to and nowhere else,
 * whatever address an answer names. `usual` is what the SDK takes for that address. Only answers that the SDK has to read come
 * back to it; what the others mean for the money is said here, as for every service.
 */
export function openLine(service: Service, usual: string): Line {
  let isBegun = false
  const start = async (path: string, body: string): Promise<OutgoingResponse> => {
    isBegun = true
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body, maxBytes: largestAnswer } as const
    const answer = await call(service, path, request).catch((error: unknown) => {
      throw unansweredStart(error)
    })
    if (answer.status < 200 || answer.status > 299) throw await refusedStart(answer)
    return answer
  }
  const look = async (path: string, signal: AbortSignal | null | undefined): Promise<OutgoingResponse> => {
    const answer = await call(service, path, { maxBytes: largestAnswer, ...(signal ? { signal } : {}) }).catch(
      (error: unknown) => {
        throw unansweredLook(error)
      },
    )
    const { status } = answer
    if (status === 404 || status === 410) throw new ProviderError('lost', 'The service does not know of it any more.')
    // Any other word of refusal may be how a service says that it is not done yet.
    const isAnswer = (status >= 200 && status < 300) || status === 400 || status === 422
    if (!isAnswer) throw new ProviderError('no-answer', (await reasonOf(answer)).message)
    return answer
  }
  return {
    isBegun: () => isBegun,
    fetch: async (input, init) => {
      const path = pathAt(new Request(input).url, [usual, service.baseUrl])
      const isStart = init?.method === 'POST'
      const answer = isStart ? await start(path, typeof init.body === 'string' ? init.body : '') : await look(path, init?.signal)
      const text = await answer.text().catch((error: unknown) => {
        throw isStart ? unansweredStart(error) : unansweredLook(error)
      })
      // A proxy's own page is no word of the service, though the SDK takes it for a failure.
      if (!isJson(text))
        throw new ProviderError(isStart ? 'unclear' : 'no-answer', 'The service answered something else than JSON.')
      return new Response(text, { status: answer.status, headers: { 'content-type': 'application/json' } })
    },
  }
}

function pathAt(url: string, bases: readonly string[]): string {
  const base = bases.find(one => url.startsWith(`${one}/`))
  if (base === undefined) throw new ProviderError('no-answer', 'The service sends us to an address that is not its own.')
  return url.slice(base.length)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
