/** An exact fraction in lowest terms; `den` is positive. Seconds, speeds and ratios of rates are fractions. */
export type Fraction = { readonly num: number; readonly den: number }

export type Rounding = 'floor' | 'nearest' | 'ceil'

const greatestCommonDivisor = (a: number, b: number): number => {
  let [x, y] = [Math.abs(a), Math.abs(b)]
  while (y !== 0) [x, y] = [y, x % y]
  return x
}

const whole = (value: bigint): number => {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new RangeError(`Number out of range: ${value}`)
  return number
}

/** Lowest terms of numbers of any length; null when `den` is zero or a part stays too large for exact arithmetic. */
export const reduced = (num: bigint, den: bigint): Fraction | null => {
  if (den === 0n) return null
  try {
    return reduceWide(num, den)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

const reduceWide = (num: bigint, den: bigint): Fraction => {
  let [x, y] = [num < 0n ? -num : num, den < 0n ? -den : den]
  while (y !== 0n) [x, y] = [y, x % y]
  const sign = den < 0n ? -1n : 1n
  return { num: whole((sign * num) / x), den: whole((sign * den) / x) }
}

/**
 * The fraction in lowest terms.
 * @throws RangeError when a part is no whole number or `den` is 0.
 */
export const fraction = (num: number, den = 1): Fraction => {
  if (!Number.isSafeInteger(num) || !Number.isSafeInteger(den) || den === 0) throw new RangeError(`No fraction: ${num}/${den}`)
  const divisor = greatestCommonDivisor(num, den) * Math.sign(den)
  return { num: num / divisor || 0, den: den / divisor }
}

export const multiply = (a: Fraction, b: Fraction): Fraction => {
  const num = a.num * b.num
  const den = a.den * b.den
  if (Number.isSafeInteger(num) && Number.isSafeInteger(den)) return fraction(num, den)
  return reduceWide(BigInt(a.num) * BigInt(b.num), BigInt(a.den) * BigInt(b.den))
}

/** @throws RangeError when `b` is zero. */
export const divide = (a: Fraction, b: Fraction): Fraction => {
  if (b.num === 0) throw new RangeError('Division by zero')
  return multiply(a, b.num < 0 ? { num: -b.den, den: -b.num } : { num: b.den, den: b.num })
}

export const add = (a: Fraction, b: Fraction): Fraction => {
  if (a.den === b.den && Number.isSafeInteger(a.num + b.num)) return fraction(a.num + b.num, a.den)
  const num = a.num * b.den + b.num * a.den
  const den = a.den * b.den
  if (
    Number.isSafeInteger(a.num * b.den) &&
    Number.isSafeInteger(b.num * a.den) &&
    Number.isSafeInteger(num) &&
    Number.isSafeInteger(den)
  )
    return fraction(num, den)
  return reduceWide(BigInt(a.num) * BigInt(b.den) + BigInt(b.num) * BigInt(a.den), BigInt(a.den) * BigInt(b.den))
}

export const subtract = (a: Fraction, b: Fraction): Fraction => add(a, { num: -b.num, den: b.den })

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export const compare = (a: Fraction, b: Fraction): number => {
  const [left, right] = [a.num * b.den, b.num * a.den]
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left - right
  return Number(BigInt(a.num) * BigInt(b.den) - BigInt(b.num) * BigInt(a.den))
}

/** The nearest fraction whose parts do not pass `largest`, by continued fractions. */
export const simplify = (value: Fraction, largest: number): Fraction => {
  if (Math.abs(value.num) <= largest && value.den <= largest) return value
  let [rest, divisor] = [Math.abs(value.num), value.den]
  let [num, den, lastNum, lastDen] = [1, 0, 0, 1]
  while (divisor !== 0) {
    const quotient = Math.floor(rest / divisor)
    const [nextNum, nextDen] = [quotient * num + lastNum, quotient * den + lastDen]
    if (nextNum > largest || nextDen > largest) break
    ;[num, den, lastNum, lastDen] = [nextNum, nextDen, num, den]
    ;[rest, divisor] = [divisor, rest % divisor]
  }
  return den === 0 ? { num: Math.sign(value.num) * largest, den: 1 } : { num: Math.sign(value.num) * num, den }
}

/** The whole number next to a fraction. Division of floats would round 41.9999… up at long programmes. */
export const round = (value: Fraction, rounding: Rounding): number => {
  const rest = ((value.num % value.den) + value.den) % value.den
  const floor = (value.num - rest) / value.den
  if (rest === 0 || rounding === 'floor') return floor
  return rounding === 'ceil' || rest * 2 >= value.den ? floor + 1 : floor
}

/** `count × factor` as a whole number, exact before it is rounded. */
export const scale = (count: number, factor: Fraction, rounding: Rounding = 'floor'): number => {
  const num = count * factor.num
  if (Number.isSafeInteger(num)) return round({ num, den: factor.den }, rounding)
  return round(multiply({ num: count, den: 1 }, factor), rounding)
}
