/** Millionths of a US dollar: whole numbers, so that sums are exact. */
export type Micros = number

/**
 * What one take of a preset costs at most, as the services' price lists say; what runs on machines of one's own costs
 * nothing. The bill that comes back with a result is what is booked.
 */
const prices: Readonly<Record<string, Micros>> = {
  'openai-gpt-image-2.6-flare': 250_000,
  'openai-gpt-image-2.6-sunburst': 400_000,
  'openai-gpt-image-2': 250_000,
  // Eight seconds at ten cents.
  'openai-video-sora-2': 800_000,
  // Eight seconds of 720p at 7 and at 14 cents, and the picture that they start from.
  'xai-grok-imagine-video': 562_000,
  'xai-grok-imagine-video-1.5': 1_130_000,
  // Five seconds at four and a half cents.
  'fal-kling-1.6': 225_000,
  'replicate-minimax-video-01': 500_000,
}

export const priceOf = (preset: string): Micros => prices[preset] ?? 0

export const inDollars = (micros: Micros): string => `$${(micros / 1_000_000).toFixed(2)}`
