import { timebase } from '@storycanvas/timeline'
import { type Programme, shotEdge } from './programme.ts'
import type { Transport } from './transport.ts'

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>

/** Does what a key means to a player; answers whether it meant anything. */
export function playerKey(event: Pressed, programme: Programme, transport: Transport): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey) return false
  const second = timebase(programme.rate)
  const actions: Record<string, () => void> = {
    ' ': transport.toggle,
    k: transport.pause,
    j: () => transport.shuttle(-1),
    l: () => transport.shuttle(1),
    ArrowLeft: () => transport.step(event.shiftKey ? -second : -1),
    ArrowRight: () => transport.step(event.shiftKey ? second : 1),
    ArrowUp: () => transport.seek(shotEdge(programme, transport.frame(), -1)),
    ArrowDown: () => transport.seek(shotEdge(programme, transport.frame(), 1)),
    Home: () => transport.seek(0),
    End: () => transport.seek(programme.length),
  }
  const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key]
  action?.()
  return action !== undefined
}

/** Whether a key goes to something that takes text or has its own use for it. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.matches('input:not([type="checkbox"]), textarea, select, [role="textbox"], [role="combobox"]')
  )
}
