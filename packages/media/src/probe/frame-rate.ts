import type { Rate } from '@storycanvas/timeline'

/** The frame rates that films and broadcasts are made at. */
const fieldRates: readonly Rate[] = [
  { num: 24000, den: 1001 },
  { num: 24, den: 1 },
  { num: 25, den: 1 },
  { num: 30000, den: 1001 },
  { num: 30, den: 1 },
  { num: 48, den: 1 },
  { num: 50, den: 1 },
  { num: 60000, den: 1001 },
  { num: 60, den: 1 },
]

/** Rates nearer to each other than this are one: phones write 90000/2999 for 30. 24 and 23.976 differ by 0.1 %. */
const nearness = 0.0004

/** The exact mean rate from ffprobe's two fractions; 25 where the file tells none. */
export function frameRate(average: string | undefined, real: string | undefined): Rate {
  const rate = fraction(average) ?? fraction(real) ?? { num: 25, den: 1 }
  const value = rate.num / rate.den
  const known = fieldRates.find(one => isNear(one, value)) ?? fieldRates.find(one => isFinest(one, value, real))
  if (known !== undefined) return known
  // A large fraction would overflow the time scales of MP4.
  return rate.num <= 120_000 ? rate : { num: Math.max(1, Math.round(value * 1000)), den: 1000 }
}

function isNear(one: Rate, value: number): boolean {
  return Math.abs(one.num / one.den / value - 1) < nearness
}

/** A mean over a few seconds that sound or a header stretched: the finest rate is then the pace, if it is one of the field's. */
function isFinest(one: Rate, mean: number, real: string | undefined): boolean {
  const finest = fraction(real)
  return finest !== null && isNear(one, finest.num / finest.den) && Math.abs(finest.num / finest.den / mean - 1) <= unevenness
}

/** How far the finest rate may lie above the mean before the pace counts as varying. */
const unevenness = 0.01

/** ffprobe's real rate is the smallest that holds every time stamp, so it exceeds the mean where the pace varies. */
export function isUneven(average: string | undefined, real: string | undefined): boolean {
  const mean = fraction(average)
  const finest = fraction(real)
  if (mean === null || finest === null) return false
  return Math.abs(finest.num / finest.den / (mean.num / mean.den) - 1) > unevenness
}

/** An even pace for a stream: its own where it has one, else the usual rate above its mean. At most `fastest`. */
export function evenRate(rate: Rate, isVariable: boolean, fastest: number): Rate {
  const value = rate.num / rate.den
  if (!isVariable && value <= fastest && value >= 1) return rate
  if (!isVariable && value > fastest) return halved(rate, fastest)
  return value <= 30 ? { num: 30, den: 1 } : { num: Math.min(60, fastest), den: 1 }
}

function halved(rate: Rate, fastest: number): Rate {
  const half = { num: rate.num, den: rate.den * 2 }
  return half.num / half.den <= fastest ? half : { num: fastest, den: 1 }
}

function fraction(text: string | undefined): Rate | null {
  const [num, den] = (text ?? '').split('/').map(Number)
  return num && den && num > 0 && den > 0 ? { num, den } : null
}
