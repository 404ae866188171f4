import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { isHeading } from '../screenplay.ts'
import { kindAt } from './highlight.ts'

/** What the project knows that a writer may want to name. */
export type Names = { characters: readonly string[]; headings: readonly string[]; locations: readonly string[] }

const TIMES = ['DAY', 'NIGHT', 'DAWN', 'DUSK', 'MORNING', 'EVENING', 'CONTINUOUS', 'LATER']

/** Names of people where a cue is written, headings and hours where a heading is. */
export const completing =
  (names: () => Names) =>
  (context: CompletionContext): CompletionResult | null => {
    const { state, pos } = context
    const line = state.doc.lineAt(pos)
    const before = line.text.slice(0, pos - line.from)
    if (pos !== line.to) return null
    const isStart = line.number === 1 || state.doc.line(line.number - 1).text.trim() === ''
    if (!isStart) return null
    if (/^\.?\s*(?:INT|EXT|EST|I\/E)/i.test(before)) return headings(names(), before, line.from)
    const kind = kindAt(state, line.number - 1)
    const isCue =
      kind === 'character' || before.startsWith('@') || (/^\p{Lu}[\p{Lu}\p{M}\s.'’-]*$/u.test(before) && !isHeading(before))
    return isCue ? cues(names(), [...state.doc.iterLines()], before, line.from) : null
  }

function cues({ characters }: Names, lines: readonly string[], before: string, from: number): CompletionResult | null {
  const said = lines.filter(
    (line, at) => line !== before && /^\p{Lu}[^\p{Ll}]{1,40}$/u.test(line) && (lines[at + 1] ?? '') !== '',
  )
  const all = [
    ...new Set([...characters.map(name => name.toUpperCase()), ...said.map(line => line.replace(/\s*[(^].*$/, '').trim())]),
  ]
  const typed = before.replace(/^@/, '').toUpperCase()
  // A whole name is not made into a longer one.
  if (all.includes(typed)) return null
  const options = all
    .filter(name => name.startsWith(typed) && name !== typed)
    .map((label): Completion => ({ label, type: 'text' }))
  return options.length > 0 ? { from, options, filter: false } : null
}

function headings({ headings, locations }: Names, before: string, from: number): CompletionResult | null {
  const typed = before.toUpperCase()
  const prefix = /^\.?\s*(?:INT\.?\/EXT|EXT\.?\/INT|INT|EXT|EST|I\/E)\.?\s*/.exec(typed)?.[0] ?? ''
  const hour = /^(.*\s-\s)[^-]*$/.exec(typed)?.[1]
  const hours = hour ? TIMES.map(time => hour + time) : []
  const places = locations.map(place => `${prefix.trim().replace(/\.?$/, '.')} ${place.toUpperCase()} - `)
  const all = [...new Set([...headings.map(heading => heading.toUpperCase()), ...hours, ...places])]
  const options = all
    .filter(label => label.startsWith(typed) && label !== typed)
    .map((label): Completion => ({ label, type: 'text' }))
  return options.length > 0 ? { from, options, filter: false } : null
}
