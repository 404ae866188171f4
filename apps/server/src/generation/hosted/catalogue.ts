import type { KeyedService } from '@storycanvas/api'
import { priceOf } from '../../budgets/prices.ts'
import type { GenerationKindName } from '../kinds.ts'
import { createA1111 } from '../providers/a1111/provider.ts'
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
}

const pictures = ['text-to-image', 'image-to-image', 'inpaint'] as const
const openAi = {
  service: 'openai',
  provider: 'OpenAI',
  kinds: pictures,
  note: 'Charged to your own key. No seed: each asking gives another picture.',
} as const

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
    kinds: ['text-to-video', 'image-to-video'],
    note: 'OpenAI retired its own service on 2026-09-24: needs the address and key of a gateway that speaks its dialect.',
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
  if (service !== 'web-ui') return `Bearer ${key}`
  return key.includes(':') ? `Basic ${Buffer.from(key).toString('base64')}` : ''
}

export function openProvider({ service, model, id }: HostedPreset, access: Service): Provider {
  const options = { model, price: priceOf(id) }
  switch (service) {
    case 'openai':
      return createOpenAiImages(access, options)
    case 'openai-video':
      return createOpenAiVideo(access, options)
    case 'web-ui':
      return createA1111(access)
  }
}
