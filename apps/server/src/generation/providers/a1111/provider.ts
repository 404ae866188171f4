import { Readable } from 'node:stream'
import { z } from 'zod'
import type { OutgoingResponse } from '../../../platform/outgoing/request.ts'
import { type Provider, ProviderError, type ProviderLook, type ProviderRequest } from '../provider.ts'
import { call, reasonOf, refusedStart, type Service, unansweredLook, unansweredStart } from '../service.ts'
import { bodyOf, type ControlNet } from './request.ts'

const largestAnswer = 100 * 1024 * 1024
const smallAnswer = 4 * 1024 * 1024
/** The call answers with the picture itself, however long the queue before it. */
const patience = { idle: 3_600_000, total: 3_600_000 }
const json = { 'content-type': 'application/json' }

const Answer = z.object({ images: z.array(z.base64()).min(1) })
const Progress = z.object({ active: z.boolean(), queued: z.boolean(), completed: z.boolean(), progress: z.number().nullish() })

type Held = { look: ProviderLook | null; abort: AbortController }

/**
 * A local Stable Diffusion web UI (A1111 or Forge). One long call makes a picture and answers with it; beside it the UI tells
 * by our own task id whether it waits, runs or has ended. A lost answer is no lost money: it is made again once it has ended.
 */
export function createA1111(service: Service): Provider {
  const held = new Map<string, Held>()
  const progress = (id: string, signal?: AbortSignal) => progressOf(service, id, signal)

  const lookAt = async (id: string, signal?: AbortSignal): Promise<ProviderLook> => {
    const known = held.get(id)
    if (known?.look) return known.look
    const told = await progress(id, signal)
    // The answer may have come while we asked.
    const since = held.get(id)
    if (since?.look) return since.look
    if (told?.active) return { kind: 'running', progress: Math.min(1, Math.max(0, told.progress ?? 0)) }
    if (told?.queued) return { kind: 'queued' }
    return since ? { kind: 'running', progress: null } : { kind: 'unknown' }
  }

  return {
    name: 'a web UI',
    abilities: {
      kinds: ['text-to-image', 'image-to-image', 'inpaint', 'controlnet'],
      sizes: { kind: 'steps', multiple: 8, min: 64, max: 2048 },
      seed: true,
      cancel: true,
      previews: false,
      findsByOurId: true,
    },
    estimate: () => ({ seconds: 30, costMicros: 0 }),
    async submit({ id, request }, { signal } = {}) {
      const one: Held = { look: null, abort: new AbortController() }
      const { path, body } = bodyOf(id, request, await controlNetFor(service, request, signal))
      held.set(id, one)
      const made = make(service, path, body, one.abort.signal).then(
        look => {
          one.look = look
        },
        (error: unknown) => {
          held.delete(id)
          throw error
        },
      )
      await Promise.race([made, untilSeen(() => progress(id, one.abort.signal), made)])
      return id
    },
    look: ({ id }, { signal } = {}) => lookAt(id, signal),
    async cancel({ id }, { signal } = {}) {
      // Interrupting stops whatever runs, so it must be ours.
      if ((await progress(id, signal))?.active) await post(service, '/sdapi/v1/interrupt', {}, signal)
      held.get(id)?.abort.abort(new Error('cancelled'))
      held.delete(id)
      return { kind: 'unknown' }
    },
    async fetch({ source }, { maxBytes }) {
      const bytes = Buffer.from(source as string, 'base64')
      if (bytes.length === 0 || bytes.length > maxBytes)
        throw new ProviderError('lost', 'The picture is empty or too large.', { retry: 'nowhere' })
      return Readable.from([bytes])
    },
  }
}

async function make(service: Service, path: string, body: object, signal: AbortSignal): Promise<ProviderLook> {
  const options = {
    method: 'POST',
    headers: json,
    body: JSON.stringify(body),
    maxBytes: largestAnswer,
    times: patience,
    signal,
  } as const
  const answer = await call(service, path, options).catch((error: unknown) => {
    throw unansweredStart(error)
  })
  if (answer.status < 200 || answer.status > 299) throw await refusal(answer)
  const told = await answer.json().catch((error: unknown) => {
    throw unansweredStart(error)
  })
  const { data } = Answer.safeParse(told)
  const [picture] = data?.images ?? []
  if (!picture) throw new ProviderError('unclear', 'It answered without a picture.')
  // Behind the picture ControlNet adds the maps that it made.
  return { kind: 'done', outputs: [{ medium: 'image', source: picture }], seconds: null }
}

/** It charges nothing, so what broke is tried again. */
async function refusal(answer: OutgoingResponse): Promise<ProviderError> {
  if (answer.status < 500) return refusedStart(answer)
  const { message } = await reasonOf(answer)
  return new ProviderError('not-there', message, { code: `broke-${answer.status}` })
}

/** Resolves when the UI has the task; never where it cannot tell. */
async function untilSeen(look: () => Promise<z.output<typeof Progress> | null>, ended: Promise<void>): Promise<void> {
  let isOver = false
  const over = () => {
    isOver = true
  }
  ended.then(over, over)
  for (;;) {
    await new Promise(resolve => setTimeout(resolve, 200))
    if (isOver) return ended
    const told = await look().catch(() => null)
    if (told && (told.active || told.queued || told.completed)) return
  }
}

/** Null where the UI has no such page. */
async function progressOf(service: Service, id: string, signal?: AbortSignal): Promise<z.output<typeof Progress> | null> {
  const answer = await post(service, '/internal/progress', { id_task: id, id_live_preview: -1, live_preview: false }, signal)
  if (answer.status !== 200) {
    answer.body.on('error', () => undefined).destroy()
    return null
  }
  const told = await answer.json().catch((error: unknown) => {
    throw unansweredLook(error)
  })
  return Progress.safeParse(told).data ?? null
}

const post = (service: Service, path: string, body: object, signal?: AbortSignal) =>
  call(service, path, {
    ...{ method: 'POST', headers: json, body: JSON.stringify(body), maxBytes: smallAnswer },
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    throw unansweredLook(error)
  })

async function controlNetFor(service: Service, { pictures }: ProviderRequest, signal?: AbortSignal): Promise<ControlNet | null> {
  if (!pictures.some(({ role }) => role === 'control')) return null
  const options = await read(service, '/sdapi/v1/options', signal)
  const { data } = z.object({ model_list: z.array(z.string()) }).safeParse(await read(service, '/controlnet/model_list', signal))
  const model = data?.model_list.find(name => /canny/i.test(name)) ?? data?.model_list[0]
  if (!model) throw new ProviderError('not-there', 'The web UI has no ControlNet model.', { code: 'no-model', retry: 'nowhere' })
  const isForge = Object.keys(z.record(z.string(), z.unknown()).safeParse(options).data ?? {}).some(key =>
    key.startsWith('forge_'),
  )
  return { isForge, model, module: /canny/i.test(model) ? 'canny' : 'none' }
}

async function read(service: Service, path: string, signal?: AbortSignal): Promise<unknown> {
  try {
    const answer = await call(service, path, { maxBytes: smallAnswer, ...(signal ? { signal } : {}) })
    return answer.status === 200 ? await answer.json() : null
  } catch (error) {
    throw new ProviderError('not-there', 'The web UI cannot be reached.', { cause: error })
  }
}
