import type { ToolId } from '../tools/tools.ts'
import { tools } from '../tools/tools.ts'

export type Command =
  | { kind: 'tool'; tool: ToolId }
  | { kind: 'nudge'; by: number }
  | { kind: 'track'; up: boolean }
  | { kind: 'cut' | 'marker' | 'select'; direction: -1 | 1; extend: boolean }
  | { kind: 'delete'; ripple: boolean }
  | { kind: 'ripple-to-playhead' | 'trim-to-playhead'; edge: 'in' | 'out' }
  | { kind: 'take'; how: 'lift' | 'extract' }
  | { kind: 'mark'; edge: 'in' | 'out' }
  | { kind: 'zoom'; nearer: boolean }
  | {
      kind:
        | 'undo'
        | 'redo'
        | 'split'
        | 'dissolve'
        | 'add-marker'
        | 'snapping'
        | 'fit'
        | 'select-all'
        | 'select-none'
        | 'clear-marks'
    }

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>

const many = (shift: boolean) => (shift ? 10 : 1)

/** What a key means to the timeline; null leaves it to the player. The keyboard map lists the same keys. */
export function commandOf(event: Pressed): Command | null {
  const { shiftKey: shift, altKey: alt } = event
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (event.ctrlKey || event.metaKey) return withControl(key, shift)
  if (alt) return withAlt(event.code, key, shift)
  // Where a key types another letter with Shift, the place of the key says what was meant.
  if (event.code === 'Comma') return { kind: 'nudge', by: -many(shift) }
  if (event.code === 'Period') return { kind: 'nudge', by: many(shift) }
  if (shift) {
    if (key === 'd') return { kind: 'dissolve' }
    if (key === 'z') return { kind: 'fit' }
    if (key === 'ArrowUp') return { kind: 'marker', direction: -1, extend: false }
    if (key === 'ArrowDown') return { kind: 'marker', direction: 1, extend: false }
    if (key === 'Delete' || key === 'Backspace') return { kind: 'delete', ripple: true }
    if (key === 'Enter') return null
  } else {
    const tool = tools.find(({ keys }) => keys.includes(key))
    if (tool) return { kind: 'tool', tool: tool.id }
  }
  return plain[key] ?? null
}

const plain: Partial<Record<string, Command>> = {
  ArrowUp: { kind: 'cut', direction: -1, extend: false },
  ArrowDown: { kind: 'cut', direction: 1, extend: false },
  Delete: { kind: 'delete', ripple: false },
  Backspace: { kind: 'delete', ripple: false },
  q: { kind: 'ripple-to-playhead', edge: 'in' },
  w: { kind: 'ripple-to-playhead', edge: 'out' },
  '[': { kind: 'trim-to-playhead', edge: 'in' },
  ']': { kind: 'trim-to-playhead', edge: 'out' },
  ';': { kind: 'take', how: 'lift' },
  "'": { kind: 'take', how: 'extract' },
  i: { kind: 'mark', edge: 'in' },
  o: { kind: 'mark', edge: 'out' },
  x: { kind: 'clear-marks' },
  m: { kind: 'add-marker' },
  n: { kind: 'snapping' },
  s: { kind: 'snapping' },
  '+': { kind: 'zoom', nearer: true },
  '=': { kind: 'zoom', nearer: true },
  '-': { kind: 'zoom', nearer: false },
  _: { kind: 'zoom', nearer: false },
  Escape: { kind: 'select-none' },
}

function withControl(key: string, shift: boolean): Command | null {
  if (key === 'z') return { kind: shift ? 'redo' : 'undo' }
  if (key === 'y') return { kind: 'redo' }
  if (key === 'b') return { kind: 'split' }
  if (key === 't') return { kind: 'dissolve' }
  if (key === 'a') return { kind: shift ? 'select-none' : 'select-all' }
  if (key === 'ArrowLeft') return { kind: 'select', direction: -1, extend: shift }
  if (key === 'ArrowRight') return { kind: 'select', direction: 1, extend: shift }
  return null
}

function withAlt(code: string, key: string, shift: boolean): Command | null {
  if (key === 'ArrowLeft') return { kind: 'nudge', by: -many(shift) }
  if (key === 'ArrowRight') return { kind: 'nudge', by: many(shift) }
  if (key === 'ArrowUp') return { kind: 'track', up: true }
  if (key === 'ArrowDown') return { kind: 'track', up: false }
  return code === 'KeyX' ? { kind: 'clear-marks' } : null
}
