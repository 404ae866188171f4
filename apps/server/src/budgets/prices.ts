/** Millionths of a US dollar: whole numbers, so that sums are exact. */
export type Micros = number

const openAiImages = 'openai-images'

/**
 * What one take of a preset costs at most, as the services' price lists say; what runs on machines of one's own costs
 * nothing. The bill that comes back with a result is what is booked.
 */
const prices: Readonly<Record<string, Micros>> = { [openAiImages]: 250_000 }

export const priceOf = (preset: string): Micros => prices[preset] ?? 0

export const inDollars = (micros: Micros): string => `$${(micros / 1_000_000).toFixed(2)}`
