import type { Pronoun } from '../scenes/gender.ts'

const STRANGER =
  /\b(?:an?|another|the|two|three)\s+(?:\p{Ll}+\s+){0,2}(?:man|woman|boy|girl|child|figure|stranger|couple|men|women|boys|girls|children)\b/u
const SEVERAL = new Set(['they', 'their', 'them', 'both', 'together'])

/** Follows who is meant from sentence to sentence: by name, or by a pronoun for the last one whom it fits. */
export class References {
  readonly #genders: ReadonlyMap<string, Pronoun>
  #recent: string[] = []
  #isAboutStranger = false

  constructor(genders: ReadonlyMap<string, Pronoun>) {
    this.#genders = genders
  }

  startParagraph(): void {
    this.#isAboutStranger = false
  }

  heard(name: string): void {
    this.#recent = [name, ...this.#recent.filter(each => each !== name)]
  }

  /** Who takes part in a sentence, its subject first. `named` are those whom it names. */
  resolve(sentence: string, named: readonly string[]): string[] {
    const pronoun = pronounIn(sentence, named.length > 0)
    const subjects = pronoun === null ? [...named] : this.#withMeant(pronoun, named)
    for (const name of subjects.toReversed()) this.heard(name)
    if (subjects.length > 0) this.#isAboutStranger = false
    else if (STRANGER.test(sentence)) this.#isAboutStranger = true
    return subjects
  }

  #withMeant(pronoun: string, named: readonly string[]): string[] {
    if (SEVERAL.has(pronoun)) return named.length > 0 || this.#isAboutStranger ? [...named] : this.#recent.slice(0, 2)
    if (this.#isAboutStranger) return [...named]
    const gender = pronoun === 'he' || pronoun === 'his' || pronoun === 'him' ? 'he' : 'she'
    const others = this.#recent.filter(name => !named.includes(name))
    const meant = others.find(name => this.#genders.get(name) === gender) ?? others.find(name => !this.#genders.has(name))
    return meant === undefined ? [...named] : [meant, ...named]
  }
}

/** The pronoun that says whom a sentence is about. Beside a name only one at its head counts: "He looks at Nora". */
function pronounIn(sentence: string, hasName: boolean): string | null {
  const head = /^["“'‘]?(he|she|they|his|her|their|both|together)\b/i.exec(sentence)
  if (head !== null) return head[1]!.toLowerCase()
  if (hasName) return null
  const inside = /\b(he|she|they)\b/i.exec(sentence) ?? /\b(his|her|their)\b/i.exec(sentence)
  return inside?.[1]?.toLowerCase() ?? null
}
