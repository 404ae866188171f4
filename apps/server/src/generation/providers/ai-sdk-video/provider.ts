import type { GenerationKindName } from '../../kinds.ts'
import { type Provider, ProviderError, type ProviderLook } from '../provider.ts'
import { filmSizes, type Service, unansweredLook } from '../service.ts'
import { openLine } from './line.ts'
import { type VideoService, type VideoServiceName, videoServices } from './models.ts'

/** Characters of the service's own note of a film, as it is stored. */
const longestNote = 4000

type Options = {
  /** The model's name for each kind that it makes. */
  model: Partial<Record<GenerationKindName, string>>
  price: number
  /** Length of a film, where the model can be asked for one. */
  seconds: number
}

/**
 * Films by a hosted model that the AI SDK knows. Of the SDK only the start and the look at how it stands are used: which film
 * was begun is stored in between, and whoever leads then goes on looking.
 */
export function createVideoService(name: VideoServiceName, service: Service, { model, price, seconds }: Options): Provider {
  const kind: VideoService = videoServices[name]
  const open = async (id: string) => {
    const line = openLine(service, kind.baseUrl)
    const { doStart, doStatus } = bound(await kind.open(line, id, service.baseUrl))
    return { line, doStart, doStatus }
  }
  const any = Object.values(model)[0] ?? ''
  return {
    name: any,
    abilities: {
      kinds: Object.keys(model) as GenerationKindName[],
      sizes: filmSizes,
      seed: false,
      cancel: false,
      previews: false,
      findsByOurId: false,
    },
    estimate: () => ({ seconds: 120, costMicros: price }),
    /** Brought to its end even when the job is cancelled: of a start that was broken off nobody knows whether it was paid. */
    async submit({ request }) {
      const { line, doStart } = await open(model[request.kind] ?? any)
      const words = { prompt: request.prompt, n: 1, fps: undefined, seed: undefined }
      const nothing = { frameImages: undefined, inputReferences: undefined, generateAudio: undefined }
      try {
        const { operation } = await doStart({ ...words, ...nothing, ...kind.settings(request, seconds) })
        const note = JSON.stringify(operation)
        if (note.length <= longestNote) return note
      } catch (error) {
        if (error instanceof ProviderError) throw error
        if (!line.isBegun()) throw new ProviderError('not-there', messageOf(error), { retry: 'nowhere', cause: error })
        throw new ProviderError('unclear', `The service took it and did not say under which id: ${messageOf(error)}`, {
          cause: error,
        })
      }
      throw new ProviderError('unclear', 'The service took it and gave an id that is too long.')
    },
    async look({ remoteId }, { signal } = {}): Promise<ProviderLook> {
      // Without the service's id nothing can be asked, and nothing is known.
      if (remoteId === null) throw new ProviderError('no-answer', 'The service never said under which id it works on this.')
      const { doStatus } = await open(any)
      try {
        const seen = await doStatus({ operation: JSON.parse(remoteId), ...(signal ? { abortSignal: signal } : {}) })
        if (seen.status === 'pending') return { kind: 'running', progress: null }
        if (seen.status === 'error')
          return { kind: 'failed', failure: { code: 'failed', message: seen.error.slice(0, 500), retry: 'nowhere' } }
        const films = seen.videos.flatMap(video =>
          video.type === 'url' ? [{ medium: 'video' as const, source: video.url }] : [],
        )
        const costMicros = kind.costOf?.(seen.providerMetadata) ?? null
        return { kind: 'done', outputs: films, seconds: null, ...(costMicros === null ? {} : { costMicros }) }
      } catch (error) {
        signal?.throwIfAborted()
        if (error instanceof ProviderError && error.kind === 'lost') return { kind: 'unknown' }
        if (error instanceof ProviderError) throw error
        throw new ProviderError('no-answer', `The service answered something else than how a film stands: ${messageOf(error)}`, {
          cause: error,
        })
      }
    },
    cancel: () => Promise.reject(new ProviderError('no-answer', 'The service cannot be asked to stop.')),
    /** Where the film lies is no address of the service's own, mostly: nothing of the key goes there. */
    async fetch({ source }, { maxBytes, signal }) {
      const url = source as string
      const isOwn = url.startsWith(`${service.baseUrl}/`)
      const localServers = isOwn ? service.localServers : new Set<string>()
      const request = { url, maxBytes, redirects: 2, localServers, ...(signal ? { signal } : {}) }
      const answer = await service.outgoing.fetch(request).catch((error: unknown) => {
        throw unansweredLook(error)
      })
      if (answer.status === 200) return answer.body
      answer.body.on('error', () => undefined).destroy()
      if (answer.status === 404 || answer.status === 410)
        throw new ProviderError('lost', 'The film is not kept there any more.', { retry: 'nowhere' })
      throw new ProviderError('no-answer', `Where the film lies, the answer is ${answer.status}.`)
    },
  }
}

function bound(model: Awaited<ReturnType<VideoService['open']>>) {
  const { doStart, doStatus } = model
  if (!doStart || !doStatus) throw new TypeError('This model of the SDK cannot be started and looked at later.')
  return { doStart: doStart.bind(model), doStatus: doStatus.bind(model) }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 300)
