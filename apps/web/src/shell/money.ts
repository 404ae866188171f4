const dollars = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumFractionDigits: 4 })

/** Millionths of a US dollar as a person reads them. */
export const money = (micros: number): string => (micros === 0 ? 'nothing' : dollars.format(micros / 1_000_000))
