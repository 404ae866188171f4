import { plainText } from '../screenplay/emphasis.ts'
import type { Screenplay } from '../screenplay/model.ts'
import { displayName } from './display-name.ts'
import type { CastMember } from './draft.ts'
import { describedAs, introductions } from './introductions.ts'

export interface Speakers {
  cast: CastMember[]
  /** Whom a cue means. `ANNA AND BORIS` is Anna, together with Boris. */
  speaker(cue: string): { character: string; together: string[] }
}

/** The people of a screenplay: whoever has a cue, and whoever the action introduces with an age. */
export function castOfScreenplay({ elements }: Screenplay): Speakers {
  const spoken = new Map<string, string>()
  for (const element of elements) {
    if (element.kind === 'dialogue') remember(spoken, displayName(bareCue(element.character)))
  }
  const together = new Map([...spoken].map(([key, name]) => [key, namesTogether(name, spoken)]))
  for (const [key, names] of together) if (names.length > 1) spoken.delete(key)

  const actions = elements.flatMap(element => (element.kind === 'action' ? [plainText(element.text)] : []))
  const seen = new Map<string, CastMember>()
  for (const action of actions) {
    for (const { name, description } of introductions(action)) {
      const known = nearestName(name, spoken)
      const member = seen.get(known) ?? { name: known, description }
      seen.set(known, member)
    }
  }
  const cast = [...new Set([...spoken.values(), ...seen.keys()])].map(
    name => seen.get(name) ?? { name, description: firstDescription(name, actions) },
  )
  return {
    cast,
    speaker(cue) {
      const key = bareCue(cue).toLowerCase()
      const [character = '', ...others] = together.get(key) ?? [displayName(bareCue(cue))]
      return { character: spoken.get(character.toLowerCase()) ?? character, together: others }
    },
  }
}

function bareCue(cue: string): string {
  return cue
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(/[’']S VOICE$/i, '')
    .trim()
}

/** The same name in two spellings of case is one person. */
function remember(names: Map<string, string>, name: string): void {
  if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name)
}

function namesTogether(name: string, spoken: ReadonlyMap<string, string>): string[] {
  const parts = name.split(/\s*(?:\/|&|,|\band\b)\s*/i).map(part => spoken.get(part.toLowerCase()))
  const known = parts.filter(part => part !== undefined)
  return known.length > 1 && known.length === parts.length ? known : [name]
}

/** `MARTA VOSS, 60` is the one whose cue is `MARTA`. */
function nearestName(name: string, spoken: ReadonlyMap<string, string>): string {
  const exact = spoken.get(name.toLowerCase())
  if (exact !== undefined) return exact
  const words = new Set(name.toLowerCase().split(' '))
  const close = [...spoken.values()].filter(each =>
    each
      .toLowerCase()
      .split(' ')
      .every(word => words.has(word)),
  )
  return close.length === 1 ? close[0]! : name
}

function firstDescription(name: string, actions: readonly string[]): string {
  for (const action of actions) {
    const description = describedAs(name, action)
    if (description !== '') return description
  }
  return ''
}
