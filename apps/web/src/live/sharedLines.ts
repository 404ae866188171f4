import type { DialogueLine } from '@storycanvas/api'
import { useCallback, useSyncExternalStore } from 'react'
import * as Y from 'yjs'
import { join, leave, opened } from './texts.ts'

/** A line of dialogue that several people write: who says it is chosen, how and what are texts. */
export type SharedLine = {
  key: number
  characterId: string | null
  character: string
  parenthetical: Y.Text
  text: Y.Text
  speaker: (id: string | null, name: string) => void
  remove: () => void
}

const keys = new WeakMap<Y.Map<unknown>, number>()
let last = 0
/** The same line has the same key wherever it is moved. */
function keyOf(map: Y.Map<unknown>): number {
  const known = keys.get(map)
  if (known !== undefined) return known
  keys.set(map, (last += 1))
  return last
}

/** The dialogue of a panel as the server's document has it: an array of maps, whose words are texts of their own. */
export function useSharedLines(projectId: string, field: string) {
  const subscribe = useCallback(
    (watcher: () => void) => {
      const text = join(projectId, field)
      const lines = text.shared.doc.getArray<Y.Map<unknown>>('lines')
      const follow = () => {
        text.version += 1
        watcher()
      }
      lines.observeDeep(follow)
      text.watchers.add(watcher)
      follow()
      return () => {
        lines.unobserveDeep(follow)
        text.watchers.delete(watcher)
        leave(field)
      }
    },
    [projectId, field],
  )
  useSyncExternalStore(subscribe, () => opened(field)?.version ?? 0)
  const open = opened(field)
  const array = open?.shared.doc.getArray<Y.Map<unknown>>('lines')
  return {
    /** What is said can be changed once the document has come; until then the tree's own lines are shown. */
    isReady: (open?.shared.isReady() ?? false) || (array?.length ?? 0) > 0,
    isBusy: open?.state === 'unsaved',
    error: open?.state === 'refused' ? open.reason : null,
    lines: array?.toArray().flatMap(map => lineOf(map, () => array.delete(array.toArray().indexOf(map)))) ?? [],
    hold: () => open?.shared.hold(),
    release: () => open?.shared.release(),
    add: (line: DialogueLine) => {
      const map = new Y.Map<unknown>(Object.entries({ characterId: line.characterId, character: line.character }))
      map.set('parenthetical', new Y.Text(line.parenthetical))
      map.set('text', new Y.Text(line.text))
      array?.push([map])
    },
  }
}

function lineOf(map: Y.Map<unknown>, remove: () => void): SharedLine[] {
  const [parenthetical, text, character, characterId] = ['parenthetical', 'text', 'character', 'characterId'].map(name =>
    map.get(name),
  )
  if (!(parenthetical instanceof Y.Text) || !(text instanceof Y.Text)) return []
  return [
    {
      key: keyOf(map),
      characterId: typeof characterId === 'string' ? characterId : null,
      character: typeof character === 'string' ? character : '',
      parenthetical,
      text,
      speaker: (id, name) =>
        map.doc?.transact(() => {
          map.set('characterId', id)
          map.set('character', name)
        }),
      remove,
    },
  ]
}
