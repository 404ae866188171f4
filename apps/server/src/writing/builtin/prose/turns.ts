import type { Pronoun } from '../scenes/gender.ts'
import type { Mentions } from '../scenes/mentions.ts'
import { attributionAfter, attributionBefore, hasSpeechVerb } from './attribution.ts'
import { subjectName } from './people.ts'
import type { Segment } from './quotes.ts'

/** Follows a conversation through its paragraphs and says who speaks in each. */
export class Turns {
  readonly #mentions: Mentions
  readonly #gender: ReadonlyMap<string, Pronoun>
  #speakers: string[] = []
  #recent: string[] = []
  #wasSpeech = false

  constructor(mentions: Mentions, gender: ReadonlyMap<string, Pronoun>) {
    this.#mentions = mentions
    this.#gender = gender
  }

  /** A new scene is a new conversation. */
  reset(): void {
    this.#speakers = []
  }

  /** The speaker of a paragraph's quotes, or null where the text does not say. */
  speakerOf(parts: readonly Segment[]): string | null {
    const told = parts.filter(part => part.kind === 'narration').map(part => part.text)
    const named = told.flatMap(text => this.#mentions.in(text))
    const hasQuote = parts.some(part => part.kind === 'quote')
    const speaker = hasQuote ? this.#speaker(parts, told, named) : null
    this.#wasSpeech = speaker !== null
    for (const name of named.toReversed()) this.#recent = [name, ...this.#recent.filter(each => each !== name)]
    if (speaker !== null) {
      this.#speakers = [speaker, ...this.#speakers.filter(each => each !== speaker)]
      this.#recent = [speaker, ...this.#recent.filter(each => each !== speaker)]
    }
    return speaker
  }

  #speaker(parts: readonly Segment[], told: readonly string[], named: readonly string[]): string | null {
    const subject = explicitSubject(parts)
    if (subject !== null) {
      const name = subjectName(subject)
      if (name !== null) return this.#mentions.in(subject)[0] ?? this.#mentions.in(name)[0] ?? null
      return this.#pronoun(subject.toLowerCase(), named)
    }
    if (told.some(hasSpeechVerb)) return null
    if (named.length > 0) return named[0]!
    const pronoun = /^(he|she)\b/i.exec(told[0] ?? '')?.[1]
    if (pronoun !== undefined) return this.#pronoun(pronoun.toLowerCase(), [])
    const [last, other] = this.#speakers
    // Bare quotes take turns: the other one of the two who talk, or whoever has just been spoken to.
    if (other !== undefined) return other
    return this.#wasSpeech ? (this.#recent.find(name => name !== last) ?? null) : null
  }

  #pronoun(pronoun: string, named: readonly string[]): string | null {
    const [last, other] = this.#speakers
    const candidates = [
      ...named,
      ...(other === undefined ? [] : [other]),
      ...this.#recent.filter(name => name !== last),
      ...(last === undefined ? [] : [last]),
    ]
    return candidates.find(name => (this.#gender.get(name) ?? pronoun) === pronoun) ?? null
  }
}

function explicitSubject(parts: readonly Segment[]): string | null {
  for (const [index, part] of parts.entries()) {
    if (part.kind !== 'narration') continue
    const after = parts[index - 1]?.kind === 'quote' ? attributionAfter(part.text) : null
    const before = parts[index + 1]?.kind === 'quote' ? attributionBefore(part.text) : null
    const found = after ?? before
    if (found !== null) return found.subject
  }
  return null
}
