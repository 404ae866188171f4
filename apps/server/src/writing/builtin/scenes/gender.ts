import type { Mentions } from './mentions.ts'

export type Pronoun = 'he' | 'she'

/** Which pronoun a story uses for each name, by majority over the paragraphs that name nobody else. */
export function gendersIn(told: readonly string[], mentions: Mentions): Map<string, Pronoun> {
  const votes = new Map<string, number>()
  for (const text of told) {
    const names = mentions.in(text)
    if (names.length !== 1) continue
    const he = text.match(/\b(?:he|his|him)\b/gi)?.length ?? 0
    const she = text.match(/\b(?:she|her|hers)\b/gi)?.length ?? 0
    const subject = (text.match(/\bhe\b/gi)?.length ?? 0) - (text.match(/\bshe\b/gi)?.length ?? 0)
    votes.set(names[0]!, (votes.get(names[0]!) ?? 0) + he - she + 2 * subject)
  }
  return new Map([...votes].flatMap(([name, vote]) => (vote === 0 ? [] : [[name, vote > 0 ? 'he' : 'she'] as const])))
}
