import { displayName } from '../scenes/display-name.ts'
import { attributionAfter, attributionBefore } from './attribution.ts'
import type { Segment } from './quotes.ts'

const NOT_PEOPLE = new Set(
  'I God Lord Christmas Easter Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December English French German Spanish Italian Russian Chinese Japanese American The A An And But Or So Then He She It They We You There This That What When Where Who Why How If No Not Yes Oh Well Now Here'.split(
    ' ',
  ),
)
const PRONOUNS = new Set(['he', 'she', 'they', 'i'])
const NAMES = /(?<![\p{L}\p{N}’'-])(\p{Lu}\p{Ll}[\p{L}’'-]*(?:\s+\p{Lu}\p{Ll}[\p{L}-]*){0,2})/gu
const PLACE_BEFORE =
  /\b(?:in|at|from|to|into|near|of|towards?|through|around|across|outside|inside|called|named|village|town|city|on)\s+(?:the\s+)?$/i
const ACTS_AFTER =
  /^\s+(?:\p{Ll}+(?:ed|es)\b|was|had|did|went|came|sat|stood|took|held|ran|saw|knew|thought|felt|looked|could|would|put|made|gave|left|began|turned|is|has)\b/u

/** Name that a subject stands for: `the old fox` → `Old Fox`; null for a pronoun. */
export function subjectName(subject: string): string | null {
  const bare = subject.replace(/^(?:the|an?|his|her|my)\s+/i, '').trim()
  if (PRONOUNS.has(subject.toLowerCase()) || bare === '') return null
  return displayName(bare.replace(/(?:^|[\s-])\p{Ll}/gu, letter => letter.toUpperCase()))
}

export interface People {
  names: string[]
  /** Words in small letters that mean one of them: `fox`, `mayor`. */
  nouns: Set<string>
  /** Names that only count if they turn out to speak: `a pedlar`. */
  strangers: Set<string>
}

/**
 * Who takes part in a story: whoever is said to speak, and names that recur as somebody who does things. `before` are those
 * whom the story has told of already.
 */
export function peopleIn(paragraphs: readonly Segment[][], before: readonly string[] = []): People {
  const speakers: string[] = []
  const nouns = new Set<string>()
  for (const parts of paragraphs) {
    parts.forEach((part, index) => {
      if (part.kind !== 'narration') return
      const after = parts[index - 1]?.kind === 'quote' ? attributionAfter(part.text) : null
      const ahead = parts[index + 1]?.kind === 'quote' ? attributionBefore(part.text) : null
      for (const found of [after, ahead]) {
        const name = found === null ? null : subjectName(found.subject)
        if (name === null || NOT_PEOPLE.has(name)) continue
        speakers.push(name)
        if (
          /\p{Ll}+$/u.test(found!.subject) &&
          found!.subject.toLowerCase().endsWith(name.toLowerCase()) &&
          !found!.subject.endsWith(name)
        )
          nouns.add(name.toLowerCase())
      }
    })
  }
  const told = paragraphs.flatMap(parts => parts.filter(part => part.kind === 'narration').map(part => part.text))
  const known = merged([...new Set([...before, ...namesOfActors(told), ...speakers])])
  for (const name of before) if (told.some(text => text.includes(`the ${name.toLowerCase()}`))) nouns.add(name.toLowerCase())
  const strangers = strangersIn(told).filter(
    name => !known.some(each => each.toLowerCase().split(' ').includes(name.toLowerCase())),
  )
  for (const name of strangers) nouns.add(name.toLowerCase())
  return { names: [...known, ...strangers], nouns, strangers: new Set(strangers) }
}

const PERSON_NOUN =
  'baker|beggar|blacksmith|boy|captain|child|doctor|driver|farmer|fisherman|girl|guard|hunter|innkeeper|king|knight|lady|lord|man|merchant|messenger|miller|monk|nurse|pedlar|peddler|policeman|priest|prince|princess|queen|sailor|servant|shepherd|soldier|stranger|tailor|teacher|thief|traveller|traveler|waiter|witch|wizard|woman|woodcutter'
const STRANGER = new RegExp(
  String.raw`\b[Aa]n?\s+(?:(?:old|young|little|tall|poor|small|blind|strange)\s+)?(${PERSON_NOUN})\b(?!\s+(?:named|called|whose name)|[’'])`,
  'g',
)

function strangersIn(told: readonly string[]): string[] {
  return [...new Set(told.flatMap(text => [...text.matchAll(STRANGER)].map(match => displayName(match[1]!.toUpperCase()))))]
}

function namesOfActors(told: readonly string[]): string[] {
  const seen = new Map<string, { acts: number; places: number; middles: number; total: number }>()
  for (const text of told) {
    for (const match of text.matchAll(NAMES)) {
      const words = match[1]!.split(/\s+/)
      const name = words.slice(words.findIndex(word => !NOT_PEOPLE.has(word))).join(' ')
      if (NOT_PEOPLE.has(words.at(-1)!) || name === '') continue
      const count = seen.get(name) ?? { acts: 0, places: 0, middles: 0, total: 0 }
      const before = text.slice(Math.max(0, match.index - 24), match.index)
      count.total += 1
      if (PLACE_BEFORE.test(before)) count.places += 1
      if (ACTS_AFTER.test(text.slice(match.index + match[0].length, match.index + match[0].length + 24))) count.acts += 1
      // A capital at the head of a sentence says nothing about a name.
      if (words.length > 1 || (before.trim() !== '' && !/[.!?…:]["”’)]*\s*$/.test(before))) count.middles += 1
      seen.set(name, count)
    }
  }
  return [...seen]
    .filter(([, { acts, places, middles, total }]) => total >= 2 && acts >= 1 && middles >= 1 && places * 2 < total)
    .map(([name]) => name)
}

/** `Bartholomew` and `the mayor` are `Mayor Bartholomew` where only one bears that name. */
function merged(names: readonly string[]): string[] {
  return names.filter(name => {
    const words = name.toLowerCase().split(' ')
    const longer = names.filter(each => each !== name && words.every(word => each.toLowerCase().split(' ').includes(word)))
    return longer.length !== 1 || longer[0]!.split(' ').length <= words.length
  })
}
