import { z } from 'zod'
import type { OutgoingResponse } from '../../../platform/outgoing/request.ts'
import { type Provider, ProviderError, type ProviderLook, type ProviderRequest } from '../provider.ts'
import { call, reasonOf, refusedStart, filmSizes, type Service, unansweredLook, unansweredStart } from '../service.ts'

const largestAnswer = 1024 * 1024
const seconds = '8'

const Job = z.object({
  id: z.string().regex(/^[\w.:-]{1,200}$/),
  status: z.enum(['queued', 'in_progress', 'completed', 'failed']),
  progress: z.number().nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
})

/** OpenAI's own service of this dialect was switched off on this day; gateways still speak it. */
export const retiredAt = '2026-09-24'
export const isRetired = (baseUrl: string): boolean => new URL(baseUrl).hostname === 'api.openai.com'

/** Films by a gateway that speaks the dialect of `POST /videos`: create, get, content, delete. */
export function createOpenAiVideo(service: Service, { model, price }: { model: string; price: number }): Provider {
  return {
    name: `${model} through a gateway`,
    abilities: {
      kinds: ['text-to-video', 'image-to-video'],
      sizes: filmSizes,
      seed: false,
      cancel: true,
      previews: false,
      findsByOurId: false,
    },
    estimate: () => ({ seconds: 180, costMicros: price }),
    async submit({ request }, { signal } = {}) {
      if (isRetired(service.baseUrl))
        throw new ProviderError('not-there', `OpenAI switched this service off on ${retiredAt}; name a gateway instead.`, {
          code: 'retired',
          retry: 'nowhere',
        })
      const answer = await create(service, model, request, signal).catch((error: unknown) => {
        throw unansweredStart(error)
      })
      if (answer.status < 200 || answer.status > 299) throw await refusedStart(answer)
      const job = await answer.json().then(
        json => Job.safeParse(json),
        (error: unknown) => {
          throw unansweredStart(error)
        },
      )
      if (!job.success) throw new ProviderError('unclear', 'The service took it and did not say under which id.')
      return job.data.id
    },
    async look({ remoteId }, { signal } = {}) {
      // Without the service's id nothing can be asked, and nothing is known.
      if (remoteId === null) throw new ProviderError('no-answer', 'The service never said under which id it works on this.')
      const answer = await get(service, `/videos/${encodeURIComponent(remoteId)}`, signal)
      if (answer.status === 404 || answer.status === 410) return { kind: 'unknown' }
      return lookOf(answer, remoteId)
    },
    async cancel({ remoteId }, { signal } = {}) {
      if (remoteId === null) throw new ProviderError('no-answer', 'The service never said under which id it works on this.')
      const path = `/videos/${encodeURIComponent(remoteId)}`
      const answer = await call(service, path, {
        method: 'DELETE',
        maxBytes: largestAnswer,
        ...(signal ? { signal } : {}),
      }).catch((error: unknown) => {
        throw unansweredLook(error)
      })
      answer.body.on('error', () => undefined).destroy()
      return { kind: 'unknown' }
    },
    async fetch({ source }, { maxBytes, signal }) {
      const path = `/videos/${encodeURIComponent(source as string)}/content?variant=video`
      const answer = await get(service, path, signal, maxBytes)
      if (answer.status === 404 || answer.status === 410)
        throw new ProviderError('lost', 'The film is not kept there any more.', { retry: 'nowhere' })
      if (answer.status !== 200) throw new ProviderError('no-answer', (await reasonOf(answer)).message)
      return answer.body
    },
  }
}

async function create(
  service: Service,
  model: string,
  request: ProviderRequest,
  signal: AbortSignal | undefined,
): Promise<OutgoingResponse> {
  const fields = { model, prompt: request.prompt, seconds, size: request.aspect >= 1 ? '1280x720' : '720x1280' }
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  const picture = request.pictures.find(({ role }) => role === 'image')
  if (picture) form.set('input_reference', new Blob([new Uint8Array(picture.bytes)], { type: picture.mediaType }), 'reference')
  const encoded = new Response(form)
  const headers = { 'content-type': encoded.headers.get('content-type') ?? '' }
  const body = new Uint8Array(await encoded.arrayBuffer())
  return call(service, '/videos', { method: 'POST', headers, body, maxBytes: largestAnswer, ...(signal ? { signal } : {}) })
}

const get = (service: Service, path: string, signal: AbortSignal | undefined, maxBytes = largestAnswer) =>
  call(service, path, { maxBytes, redirects: 2, ...(signal ? { signal } : {}) }).catch((error: unknown) => {
    throw unansweredLook(error)
  })

async function lookOf(answer: OutgoingResponse, remoteId: string): Promise<ProviderLook> {
  if (answer.status !== 200) throw new ProviderError('no-answer', (await reasonOf(answer)).message)
  const json = await answer.json().catch((error: unknown) => {
    throw unansweredLook(error)
  })
  const { data } = Job.safeParse(json)
  if (!data) throw new ProviderError('no-answer', 'The service answered something else than a job.')
  switch (data.status) {
    case 'queued':
      return { kind: 'queued' }
    case 'in_progress':
      return { kind: 'running', progress: Math.min(1, Math.max(0, (data.progress ?? 0) / 100)) }
    case 'completed':
      return { kind: 'done', outputs: [{ medium: 'video', source: remoteId }], seconds: null }
    case 'failed':
      return { kind: 'failed', failure: failureOf(data.error) }
  }
}

const failureOf = (error: z.output<typeof Job>['error']) => ({
  code: error?.code?.slice(0, 60) || 'failed',
  message: error?.message?.slice(0, 500) || 'The service could not make it and did not say why.',
  retry: 'nowhere' as const,
})
