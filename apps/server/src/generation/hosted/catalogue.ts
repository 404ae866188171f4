import type { KeyedService } from '@storycanvas/api'
import { priceOf } from '../../budgets/prices.ts'
import type { GenerationKindName } from '../kinds.ts'
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

const pictures = ['text-to-image', 'image-to-image'] as const
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
]

export const hostedPreset = (id: string): HostedPreset | undefined => hostedPresets.find(preset => preset.id === id)

export function openProvider({ service, model, id }: HostedPreset, access: Service): Provider {
  const options = { model, price: priceOf(id) }
  return service === 'openai' ? createOpenAiImages(access, options) : createOpenAiVideo(access, options)
}
