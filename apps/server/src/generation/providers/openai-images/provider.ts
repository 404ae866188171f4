import { Readable } from 'node:stream'
import { z } from 'zod'
import type { OutgoingResponse } from '../../../platform/outgoing/request.ts'
import { type Provider, ProviderError, type ProviderLook, type ProviderRequest } from '../provider.ts'
import { call, refusedStart, type Service, unansweredStart } from '../service.ts'
import { costOf, Usage } from './cost.ts'
import { transparentWhere } from './mask.ts'
import { sizeFor } from './size.ts'

const largestAnswer = 100 * 1024 * 1024
/** Pictures take minutes at the highest quality, without a byte meanwhile. */
const times = { idle: 600_000, total: 660_000 }
const longestPrompt = 32_000

const Answer = z.object({ data: z.array(z.object({ b64_json: z.base64() })).min(1), usage: Usage.optional() })

/**
 * OpenAI's pictures: one call that answers with the picture itself, always in base64. There is no seed and no way to ask for a
 * picture again: when the answer is lost nobody knows whether it was paid, and it is not asked for twice.
 * https://platform.openai.com/docs/api-reference/images
 */
export function createOpenAiImages(service: Service, { model, price }: { model: string; price: number }): Provider {
  /** Answers whose picture has not been fetched. */
  const made = new Map<string, ProviderLook>()
  return {
    name: `OpenAI ${model}`,
    abilities: {
      kinds: ['text-to-image', 'image-to-image', 'inpaint'],
      sizes: { kind: 'steps', multiple: 16, min: 256, max: 3840 },
      seed: false,
      cancel: false,
      previews: false,
      findsByOurId: false,
      answersOnce: true,
    },
    estimate: () => ({ seconds: 60, costMicros: price }),
    async submit({ id, request }, { signal } = {}) {
      if (request.prompt.length > longestPrompt)
        throw new ProviderError('not-there', `The prompt is longer than ${longestPrompt} characters.`, {
          code: 'too-long',
          retry: 'nowhere',
        })
      const answer = await ask(service, model, request, signal)
      if (answer.status < 200 || answer.status > 299) throw await refusedStart(answer)
      made.set(id, await readAnswer(answer))
      return id
    },
    look: async ({ id }) => made.get(id) ?? { kind: 'unknown' },
    cancel: async ({ id }) => made.get(id) ?? { kind: 'unknown' },
    async fetch({ source }, { maxBytes }) {
      const bytes = Buffer.from(source as string, 'base64')
      if (bytes.length === 0 || bytes.length > maxBytes)
        throw new ProviderError('lost', 'The picture is empty or too large.', { retry: 'nowhere' })
      return Readable.from([bytes])
    },
  }
}

async function ask(
  service: Service,
  model: string,
  request: ProviderRequest,
  signal: AbortSignal | undefined,
): Promise<OutgoingResponse> {
  const fields = { model, prompt: request.prompt, size: sizeFor(request), quality: 'high', output_format: 'png' }
  const common = { method: 'POST', maxBytes: largestAnswer, times, ...(signal ? { signal } : {}) } as const
  try {
    if (request.pictures.length === 0) {
      const headers = { 'content-type': 'application/json' }
      return await call(service, '/images/generations', { ...common, headers, body: JSON.stringify({ ...fields, n: 1 }) })
    }
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    for (const { role, bytes, mediaType } of request.pictures) {
      if (role === 'mask') form.append('mask', pngOf(await transparentWhere(bytes)), 'mask.png')
      else form.append('image[]', new Blob([new Uint8Array(bytes)], { type: mediaType }), `${role}.png`)
    }
    const encoded = new Response(form)
    const headers = { 'content-type': encoded.headers.get('content-type') ?? '' }
    return await call(service, '/images/edits', { ...common, headers, body: new Uint8Array(await encoded.arrayBuffer()) })
  } catch (error) {
    throw unansweredStart(error)
  }
}

const pngOf = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)], { type: 'image/png' })

/** A good status with an answer that cannot be read is a picture that was paid and lost. */
async function readAnswer(answer: OutgoingResponse): Promise<ProviderLook> {
  const json = await answer.json().catch((error: unknown) => {
    throw unansweredStart(error)
  })
  const { data, success } = Answer.safeParse(json)
  const picture = data?.data[0]
  if (!success || !picture) throw new ProviderError('unclear', 'The service answered without a picture.')
  const outputs = [{ medium: 'image', source: picture.b64_json }] as const
  return { kind: 'done', outputs, seconds: null, ...(data.usage ? { costMicros: costOf(data.usage) } : {}) }
}
