/** Millionths of a US dollar: whole numbers, so that sums are exact. */
export type Micros = number

/** What one take of a preset costs at most, as far as it is known; what runs on machines of one's own costs nothing. */
const prices: Readonly<Record<string, Micros>> = {}

export const priceOf = (preset: string): Micros => prices[preset] ?? 0
