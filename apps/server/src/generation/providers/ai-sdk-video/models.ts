import type { createXai } from '@ai-sdk/xai'
import type { ProviderRequest } from '../provider.ts'
import type { Line } from './line.ts'

/** Each package has its own copy of these types. */
type VideoModel = Pick<ReturnType<ReturnType<typeof createXai>['video']>, 'doStart' | 'doStatus'>
type Start = Parameters<NonNullable<VideoModel['doStart']>>[0]
type Settings = Pick<Start, 'aspectRatio' | 'duration' | 'image' | 'resolution' | 'providerOptions'>

/** A service of the SDK that starts a film and tells later how it stands. */
export type VideoService = {
  /** Where the service lies unless its key is of a gateway. */
  baseUrl: string
  /** Loads the package, which few servers ever need. */
  open: (line: Line, model: string, baseUrl: string) => Promise<VideoModel>
  /** What it takes beside the words. */
  settings: (request: ProviderRequest, seconds: number) => Settings
  /** Millionths of a dollar that a film cost, where the service tells. */
  costOf?: (metadata: unknown) => number | null
}

/** The line adds the key: the SDK never sees it. */
const apiKey = 'kept-outside'

const imageOf = ({ pictures }: ProviderRequest): Settings['image'] => {
  const picture = pictures.find(({ role }) => role === 'image')
  return picture && { type: 'file', mediaType: picture.mediaType, data: picture.bytes }
}
const shapeOf = ({ aspect }: ProviderRequest) => (aspect >= 1 ? '16:9' : '9:16')
const plain = { image: undefined, aspectRatio: undefined, duration: undefined, resolution: undefined, providerOptions: {} }

export const videoServices = {
  xai: {
    baseUrl: 'https://api.x.ai/v1',
    open: async ({ fetch }, model, baseURL) => (await import('@ai-sdk/xai')).createXai({ apiKey, baseURL, fetch }).video(model),
    settings: (request, duration) => ({
      ...plain,
      image: imageOf(request),
      aspectRatio: shapeOf(request),
      duration,
      providerOptions: { xai: { resolution: '720p' } },
    }),
    costOf: metadata => {
      const ticks = (metadata as { xai?: { costInUsdTicks?: unknown } } | undefined)?.xai?.costInUsdTicks
      return typeof ticks === 'number' && ticks >= 0 ? Math.ceil(ticks / ticksPerMicro) : null
    },
  },
  fal: {
    baseUrl: 'https://queue.fal.run',
    open: async ({ fetch }, model) => (await import('@ai-sdk/fal')).createFal({ apiKey, fetch }).video(model),
    settings: request => ({ ...plain, image: imageOf(request), aspectRatio: shapeOf(request) }),
  },
  replicate: {
    baseUrl: 'https://api.replicate.com/v1',
    open: async ({ fetch }, model, baseURL) =>
      (await import('@ai-sdk/replicate')).createReplicate({ apiToken: apiKey, baseURL, fetch }).video(model),
    // Each model there names its inputs as it likes.
    settings: request => {
      const picture = request.pictures.find(({ role }) => role === 'image')
      const first = picture && `data:${picture.mediaType};base64,${Buffer.from(picture.bytes).toString('base64')}`
      const replicate = first === undefined ? {} : { first_frame_image: first }
      return { ...plain, providerOptions: { replicate } }
    },
  },
} as const satisfies Record<string, VideoService>

export type VideoServiceName = keyof typeof videoServices

/** A dollar is ten thousand million ticks. */
const ticksPerMicro = 10_000
