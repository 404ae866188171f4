/**
 * How well a name fits what was typed: 0 where its letters do not come in that order. Beginnings of words and letters that
 * follow each other count most, so that `dap` finds `Draw all panels`.
 */
export function fit(name: string, typed: string): number {
  const words = name.normalize('NFC').toLowerCase()
  const wanted = Array.from(typed.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ''))
  if (wanted.length === 0) return 1
  const whole = words.indexOf(typed.normalize('NFC').trim().toLowerCase())
  if (whole >= 0) return 1000 - Math.min(whole, 500) + (isStart(words, whole) ? 500 : 0)
  let at = -1
  let score = 0
  for (const letter of wanted) {
    const start = startFrom(words, letter, at + 1)
    const next = words.indexOf(letter, at + 1)
    if (next < 0) return 0
    const isRun = next === at + 1 && at >= 0
    const found = isRun || start < 0 ? next : start
    score += isRun ? 8 : isStart(words, found) ? 6 : 1
    at = found
  }
  return score / (1 + words.length / 100)
}

const isStart = (words: string, at: number) => at === 0 || !/[\p{L}\p{N}]/u.test(words[at - 1] ?? ' ')

function startFrom(words: string, letter: string, from: number): number {
  for (let at = words.indexOf(letter, from); at >= 0; at = words.indexOf(letter, at + 1)) if (isStart(words, at)) return at
  return -1
}
