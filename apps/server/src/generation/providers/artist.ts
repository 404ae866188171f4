import { Readable } from 'node:stream'
import { paintPanel } from '../artist/paint.ts'
import type { PictureInputs } from '../inputs.ts'
import { builtInArtist } from '../presets.ts'
import { type Provider, ProviderError, type ProviderLook } from './provider.ts'

/**
 * The built-in artist: draws in this process, and forgets with it what it drew. The same request gives the same picture, so
 * nothing is lost by drawing again.
 */
export function createArtist(): Provider {
  const drawn = new Map<string, ProviderLook>()
  const take = (id: string): ProviderLook => {
    const look = drawn.get(id) ?? { kind: 'unknown' }
    if (look.kind !== 'running') drawn.delete(id)
    return look
  }
  return {
    name: builtInArtist.provider,
    abilities: {
      kinds: ['text-to-image'],
      sizes: { kind: 'steps', multiple: 1, min: 64, max: 4096 },
      seed: true,
      cancel: true,
      previews: false,
      findsByOurId: true,
    },
    estimate: () => ({ seconds: 0.1, costMicros: 0 }),
    async submit({ id, request }) {
      drawn.set(id, { kind: 'running', progress: null })
      const png = await paintPanel({ ...(request.inputs as PictureInputs), variation: request.seed })
      drawn.set(id, { kind: 'done', outputs: [{ medium: 'image', source: png }], seconds: null })
      return id
    },
    look: async ({ id }) => take(id),
    async cancel({ id }) {
      drawn.delete(id)
      return { kind: 'unknown' }
    },
    async fetch({ source }, { maxBytes }) {
      if (!Buffer.isBuffer(source) || source.length > maxBytes)
        throw new ProviderError('lost', 'The picture is gone or too large.')
      return Readable.from([source])
    },
  }
}
