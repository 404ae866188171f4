import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { isTyping } from '../../player/keys.ts'
import { catalogue, type CommandId, type Entry, entriesOf, type PlaceId } from './catalogue.ts'
import { commandOf } from './keys.ts'

type Handlers<P extends PlaceId> = Record<CommandId<P>, (event?: KeyboardEvent) => void>

/** Commands that can be given now, in the order in which their places came on screen. */
export type Active = { place: string; title: string; entry: Entry; run: () => void }
let active: readonly Active[] = []
const watchers = new Set<() => void>()
function set(next: readonly Active[]) {
  active = next
  for (const watcher of watchers) watcher()
}
const subscribe = (watcher: () => void) => {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}
export const useActiveCommands = () => useSyncExternalStore(subscribe, () => active)

/** Offers commands in the palette while the calling part is on screen; those of the first time stay. */
export function useOffered(commands: readonly Active[]): void {
  const [own] = useState(commands)
  useEffect(() => {
    set([...active, ...own])
    return () => set(active.filter(one => !own.includes(one)))
  }, [own])
}

/**
 * Gives a place its commands while the calling part is on screen. `bound` to the page, the keys work wherever nobody types;
 * otherwise an element of the place asks `commandOf` for its own keys.
 */
export function useCommands<P extends PlaceId>(place: P, handlers: Handlers<P>, bound: 'page' | 'element'): void {
  const latest = useRef(handlers)
  latest.current = handlers
  const title = catalogue.find(one => one.id === place)?.title ?? place
  useOffered(
    entriesOf(place)
      .filter(entry => !entry.onlyKeys)
      .map(entry => ({ place, title, entry, run: () => latest.current[entry.id as CommandId<P>]() })),
  )
  useEffect(() => {
    if (bound === 'element') return
    const press = (event: KeyboardEvent) => {
      // With Ctrl or ⌘ a key is no letter.
      const isLetter = isTyping(event.target) && !event.ctrlKey && !event.metaKey
      if (event.defaultPrevented || isLetter || document.querySelector('[aria-modal="true"]')) return
      const command = commandOf(place, event)
      if (!command) return
      event.preventDefault()
      latest.current[command](event)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [place, bound])
}
