import { DialogueLine } from '@storycanvas/api'
import * as Y from 'yjs'
import { rewrite, storable } from './rewrite.ts'

/** The dialogue of a panel: an array of maps, whose `text` and `parenthetical` are shared texts. */
const arrayOf = (doc: Y.Doc) => doc.getArray<Y.Map<unknown>>('lines')

/** Ids of the characters of a project; a panel keeps those in the trash, for when they come back. */
export type Cast = ReadonlySet<string>

/** The lines as the column holds them; what is no line is left out, and who is not of the cast is nobody. */
export const linesIn = (doc: Y.Doc, cast: Cast): DialogueLine[] =>
  arrayOf(doc)
    .toArray()
    .flatMap(map => {
      if (!(map instanceof Y.Map)) return []
      const wordsOf = (name: string) => {
        const value: unknown = map.get(name)
        const text: unknown = value instanceof Y.Text ? value.toJSON() : value
        return typeof text === 'string' ? storable(text) : ''
      }
      const line = {
        characterId: map.get('characterId') ?? null,
        character: wordsOf('character').slice(0, 200),
        parenthetical: wordsOf('parenthetical').slice(0, 500),
        text: wordsOf('text'),
      }
      const parsed = DialogueLine.safeParse(line)
      if (!parsed.success) return []
      const { characterId, ...said } = parsed.data
      return [{ characterId: characterId !== null && cast.has(characterId) ? characterId : null, ...said }]
    })

const [mostLines, longestLine] = [100, 5000]

/** Whether no more and no longer lines stand there than a panel may have; of what is too long nothing may be dropped unsaid. */
export const dialogueFits = (doc: Y.Doc): boolean => {
  const lines = arrayOf(doc).toArray()
  const lengthOf = (map: Y.Map<unknown>) => {
    const text = map.get('text')
    return text instanceof Y.Text || typeof text === 'string' ? text.length : 0
  }
  return lines.length <= mostLines && lines.every(map => !(map instanceof Y.Map) || lengthOf(map) <= longestLine)
}

/** Makes the document say these lines: equal ones at both ends stay, those between are rewritten one by one. */
export function enterLines(doc: Y.Doc, wanted: readonly DialogueLine[]): void {
  const lines = arrayOf(doc)
  // Only now what is no line has gone, and every index is one of both lists.
  for (let at = lines.length - 1; at >= 0; at -= 1) if (!(lines.get(at) instanceof Y.Map)) lines.delete(at)
  const known = lines.toArray().map(asText)
  const asked = wanted.map(asText)
  const shorter = Math.min(known.length, asked.length)
  let first = 0
  while (first < shorter && known[first] === asked[first]) first += 1
  let last = 0
  while (last < shorter - first && known.at(-1 - last) === asked.at(-1 - last)) last += 1
  const common = shorter - first - last
  for (let at = first; at < first + common; at += 1) rewriteLine(lines.get(at), wanted[at])
  lines.delete(first + common, known.length - last - first - common)
  const added = wanted.slice(first + common, wanted.length - last)
  if (added.length > 0) lines.insert(first + common, added.map(sharedLine))
}

const asText = (line: Y.Map<unknown> | DialogueLine) => {
  const { characterId = null, character = '', parenthetical = '', text = '' } = line instanceof Y.Map ? line.toJSON() : line
  return JSON.stringify([characterId, character, parenthetical, text])
}

function sharedLine({ characterId, character, parenthetical, text }: DialogueLine) {
  const map = new Y.Map<unknown>()
  map.set('characterId', characterId)
  map.set('character', character)
  map.set('parenthetical', new Y.Text(parenthetical))
  map.set('text', new Y.Text(text))
  return map
}

function rewriteLine(map: Y.Map<unknown>, line: DialogueLine | undefined): void {
  if (!line) return
  for (const name of ['characterId', 'character'] as const) if (map.get(name) !== line[name]) map.set(name, line[name])
  for (const name of ['parenthetical', 'text'] as const) {
    const shared = map.get(name)
    if (shared instanceof Y.Text) rewrite(shared, line[name])
    else map.set(name, new Y.Text(line[name]))
  }
}
