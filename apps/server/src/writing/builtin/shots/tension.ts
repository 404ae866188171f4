import { countWords } from '../scenes/sentences.ts'
import type { Moment } from './moments.ts'

const HARD_WORDS =
  /\b(?:never|dead|die|died|dying|kill\w*|gun|love|hate|lied|liar|lie|leave|leaving|gone|stop|please|wait|truth|promise\w*|sorry|forgive|afraid|help|no|lost|blood|grave|drown\w*|burn\w*|goodbye|yours|mine|why|enough)\b/i
const HARD_DIRECTIONS =
  /\b(?:whisper\w*|quiet\w*|shout\w*|yell\w*|cry\w*|break\w*|furious|cold\w*|tear\w*|voice|trembl\w*|hard|sharp\w*|bare\w*|low|desperate\w*|shak\w*)\b/i

/**
 * How tight the scene is at each moment, 0 to 1. It rises over the scene, jumps on hard words, cries and quick short
 * lines, and sinks where nothing feeds it.
 */
export function tensionOf(moments: readonly Moment[]): number[] {
  let strain = 0
  return moments.map((moment, index) => {
    strain = strain * 0.8 + impulse(moment, moments[index - 1])
    const rise = 0.22 * (index / Math.max(1, moments.length - 1))
    return Math.min(1, 0.14 + rise + strain)
  })
}

function impulse(moment: Moment, previous: Moment | undefined): number {
  if (moment.kind !== 'speech') {
    if (moment.kind === 'chase') return 0.2
    return moment.kind === 'silence' ? 0.12 : moment.text.includes('!') ? 0.1 : 0
  }
  let sum = 0
  if (moment.text.includes('!')) sum += 0.14
  if (HARD_WORDS.test(moment.text)) sum += 0.08
  if (moment.parenthetical !== null && HARD_DIRECTIONS.test(moment.parenthetical)) sum += 0.1
  if (/(?:\.\.\.|…|--|—)/.test(moment.text)) sum += 0.04
  const isQuick = previous?.kind === 'speech' && countWords(moment.text) <= 5 && countWords(previous.text) <= 8
  return isQuick ? sum + 0.06 : sum
}
