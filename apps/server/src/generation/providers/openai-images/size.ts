import type { ProviderRequest } from '../provider.ts'

/** About as many pixels as the model's own formats have. */
const pixels = 1536 * 1024
const mostElongated = 3

/** `WxH` in steps of 16 for the wanted shape, from 1:3 to 3:1. */
export function sizeFor({ width, height, aspect }: Pick<ProviderRequest, 'width' | 'height' | 'aspect'>): string {
  const shape = width && height ? width / height : aspect
  const ratio = Math.min(mostElongated, Math.max(1 / mostElongated, shape))
  const across = Math.max(256, Math.round(Math.sqrt(pixels * ratio) / 16) * 16)
  const down = Math.max(256, Math.round(across / ratio / 16) * 16)
  return `${across}x${down}`
}
