import type { KeyedService } from '@storycanvas/api'
import { priceOf } from '../../budgets/prices.ts'
import type { GenerationKindName } from '../kinds.ts'
import { createA1111 } from '../providers/a1111/provider.ts'
import { createVideoService } from '../providers/ai-sdk-video/provider.ts'
import { createOpenAiImages } from '../providers/openai-images/provider.ts'
import { createOpenAiVideo } from '../providers/openai-video/provider.ts'
import type { Provider } from '../providers/provider.ts'
import type { Service } from '../providers/service.ts'

type HostedPreset = {
  id: string
  name: string
  /** Whose key it takes. */
  service: KeyedService
  provider: string
  model: string
  kinds: readonly GenerationKindName[]
  note: string
  /** Where each kind has a model of its own. */
  models?: Partial<Record<GenerationKindName, string>>
}

const pictures = ['text-to-image', 'image-to-image', 'inpaint'] as const
const openAi = {
  service: 'openai',
  provider: 'OpenAI',
  kinds: pictures,
  note: 'Charged to your own key. No seed: each asking gives another picture.',
} as const

const films = ['text-to-video', 'image-to-video'] as const
const charged = 'Charged to your own key; the answer is asked after until it is there, also after a restart.'

/** Models of hosted services, by preset. */
export const hostedPresets: readonly HostedPreset[] = [
  { ...openAi, id: 'openai-gpt-image-2.6-flare', name: 'GPT Image 2.6 Flare', model: 'gpt-image-2.6-flare' },
  { ...openAi, id: 'openai-gpt-image-2.6-sunburst', name: 'GPT Image 2.6 Sunburst', model: 'gpt-image-2.6-sunburst' },
  { ...openAi, id: 'openai-gpt-image-2', name: 'GPT Image 2', model: 'gpt-image-2' },
  {
    id: 'openai-video-sora-2',
    name: 'Sora 2 dialect',
    service: 'openai-video',
    provider: 'OpenAI video dialect',
    model: 'sora-2',
    kinds: films,
    note: 'OpenAI retired its own service on 2026-09-24: needs the address and key of a gateway that speaks its dialect.',
  },
  {
    id: 'xai-grok-imagine-video',
    name: 'Grok Imagine Video',
    service: 'xai',
    provider: 'xAI',
    model: 'grok-imagine-video',
    kinds: films,
    note: `Eight seconds in 720p, with sound. ${charged}`,
  },
  {
    id: 'xai-grok-imagine-video-1.5',
    name: 'Grok Imagine Video 1.5',
    service: 'xai',
    provider: 'xAI',
    model: 'grok-imagine-video-1.5',
    kinds: ['image-to-video'],
    note: `Eight seconds in 720p from a picture, with sound. ${charged}`,
  },
  {
    id: 'fal-kling-1.6',
    name: 'Kling 1.6 Standard',
    service: 'fal',
    provider: 'fal',
    model: 'kling-video/v1.6/standard',
    models: {
      'text-to-video': 'kling-video/v1.6/standard/text-to-video',
      'image-to-video': 'kling-video/v1.6/standard/image-to-video',
    },
    kinds: films,
    note: `Five seconds in 720p. ${charged}`,
  },
  {
    id: 'replicate-minimax-video-01',
    name: 'MiniMax Video-01',
    service: 'replicate',
    provider: 'Replicate',
    model: 'minimax/video-01',
    kinds: films,
    note: `Six seconds in 720p. ${charged}`,
  },
  {
    id: 'web-ui',
    name: 'Stable Diffusion web UI',
    service: 'web-ui',
    provider: 'A1111 or Forge',
    model: 'the model that is loaded there',
    kinds: ['text-to-image', 'image-to-image', 'inpaint', 'controlnet'],
    note: 'A web UI of your own, started with --api: leave its address under provider keys. Costs nothing.',
  },
]

export const hostedPreset = (id: string): HostedPreset | undefined => hostedPresets.find(preset => preset.id === id)

/** How each service wants to be shown the key; a web UI takes `user:password`, or nothing. */
export function authorizationOf(service: KeyedService, key: string): string {
  if (service === 'fal') return `Key ${key}`
  if (service !== 'web-ui') return `Bearer ${key}`
  return key.includes(':') ? `Basic ${Buffer.from(key).toString('base64')}` : ''
}

/** Of a film by a service that can be asked for a length. */
const filmSeconds = 8

export function openProvider({ service, model, kinds, models, id }: HostedPreset, access: Service): Provider {
  const options = { model, price: priceOf(id) }
  switch (service) {
    case 'openai':
      return createOpenAiImages(access, options)
    case 'openai-video':
      return createOpenAiVideo(access, options)
    case 'xai':
    case 'fal':
    case 'replicate': {
      const byKind = models ?? Object.fromEntries(kinds.map(kind => [kind, model]))
      return createVideoService(service, access, { ...options, model: byKind, seconds: filmSeconds })
    }
    case 'web-ui':
      return createA1111(access)
  }
}
