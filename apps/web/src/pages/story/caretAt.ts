import { useSyncExternalStore } from 'react'

type Wanted = { sceneId: string; edge: 'start' | 'end'; turn: number }

let wanted: Wanted | null = null
const watchers = new Set<() => void>()

/** Puts the caret into the text of a scene, which opens for writing wherever it stands on the page. */
export function putCaretInto(sceneId: string, edge: 'start' | 'end'): void {
  wanted = { sceneId, edge, turn: (wanted?.turn ?? 0) + 1 }
  document.getElementById(`scene-${sceneId}`)?.scrollIntoView({ block: 'nearest' })
  for (const watcher of watchers) watcher()
}

const subscribe = (watcher: () => void) => {
  watchers.add(watcher)
  return () => void watchers.delete(watcher)
}

/** Whether the caret is wanted in this scene; each time anew is another answer. */
export const useWantedCaret = (sceneId: string): Wanted | null =>
  useSyncExternalStore(subscribe, () => (wanted?.sceneId === sceneId ? wanted : null))
