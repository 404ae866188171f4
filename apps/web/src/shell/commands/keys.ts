import { type CommandId, entriesOf, type PlaceId } from './catalogue.ts'

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'code'>

/** Whether a key as the catalogue writes it was pressed. */
export function isPressed(spec: string, event: Pressed): boolean {
  const parts = spec === '+' ? ['+'] : spec.split('+')
  const key = parts.at(-1) ?? ''
  const has = (modifier: string) => parts.slice(0, -1).includes(modifier)
  if (has('mod') !== (event.ctrlKey || event.metaKey) || has('alt') !== event.altKey) return false
  // Signs may need Shift on one keyboard and none on another.
  const isSign = key.length === 1 && !/[a-z0-9]/i.test(key)
  if (!isSign && has('shift') !== event.shiftKey) return false
  const pressed = event.key === ' ' ? 'Space' : event.key
  if (event.altKey && /^\d$/.test(key)) return event.code === `Digit${key}`
  return pressed.length === 1 ? pressed.toLowerCase() === key.toLowerCase() : pressed === key
}

/** What a key means in a place, by the catalogue. */
export const commandOf = <P extends PlaceId>(place: P, event: Pressed): CommandId<P> | null =>
  (entriesOf(place).find(({ keys }) => keys.some(key => isPressed(key, event)))?.id as CommandId<P> | undefined) ?? null

const glyphs: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  mod: 'Ctrl/⌘',
  shift: 'Shift',
  alt: 'Alt',
}
const spelt = (part: string) => glyphs[part] ?? (part.length === 1 ? part.toUpperCase() : part)

/** Keys as the map shows them: those under the same modifier together, `Alt + ← →`. */
export function spelled(keys: readonly string[]): string[] {
  const groups = Map.groupBy(keys, key => (key === '+' ? '' : key.split('+').slice(0, -1).map(spelt).join(' ')))
  return [...groups].map(([modifier, group]) => {
    const names = group.map(key => spelt(key === '+' ? '+' : (key.split('+').at(-1) ?? '')))
    const run = /^0,1,.*9$/.test(names.join()) ? ['0 – 9'] : names
    return modifier === '' ? run.join(' ') : `${modifier} + ${run.join(' ')}`
  })
}
