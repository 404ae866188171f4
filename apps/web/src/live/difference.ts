/** The one stretch in which two texts differ: at `at`, `removed` UTF-16 units give way to `inserted`. */
export type Difference = { at: number; removed: number; inserted: string }

/**
 * What was typed to make one text of the other; null where they are the same. `caret` tells which of several equal letters
 * was typed: the change ends no later than there. Never cuts a surrogate pair in two.
 */
export function differenceBetween(before: string, after: string, caret = after.length): Difference | null {
  if (before === after) return null
  const behind = Math.min(after.length - caret, before.length)
  let same = 0
  while (same < behind && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1
  const shorter = Math.min(before.length, after.length) - same
  let at = 0
  while (at < shorter && before[at] === after[at]) at += 1
  if (at > 0 && isHigh(before, at - 1)) at -= 1
  const rest = Math.min(before.length, after.length) - at
  while (same < rest && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1
  if (same > 0 && isLow(before, before.length - same)) same -= 1
  return { at, removed: before.length - same - at, inserted: after.slice(at, after.length - same) }
}

const isHigh = (text: string, at: number) => (text.charCodeAt(at) & 0xfc00) === 0xd800
const isLow = (text: string, at: number) => (text.charCodeAt(at) & 0xfc00) === 0xdc00
