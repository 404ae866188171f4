import type { PlaceOfPerson, RealtimeEvent } from '@storycanvas/api'
import { useEffect, useSyncExternalStore } from 'react'
import * as Y from 'yjs'
import { hear, say } from '../api/realtime/useTopic.ts'
import { session } from '../api/server.ts'

export type Person = { line: string; accountId: string; name: string; place: PlaceOfPerson; heardAt: number }

/** Each line says twice a minute where it is; one that was not heard for longer has vanished. */
const VANISHED_MS = 65_000
const LOOK_MS = 10_000
/** A caret is told this often at most. */
const TELL_MS = 150

let people: ReadonlyMap<string, readonly Person[]> = new Map()
const watchers = new Set<() => void>()

function set(projectId: string, change: (known: readonly Person[]) => readonly Person[]) {
  people = new Map(people).set(projectId, change(people.get(projectId) ?? []))
  for (const watcher of watchers) watcher()
}

function heard({ projectId, line, place, accountId, name }: Extract<RealtimeEvent, { kind: 'here' }>) {
  set(projectId, known => {
    const others = known.filter(person => person.line !== line)
    return place ? [...others, { line, accountId, name, place, heardAt: Date.now() }] : others
  })
}

hear({
  event: event => event.kind === 'here' && heard(event),
  // A new line has to say anew where one is, once it hears what the others answer.
  subscribed(topic) {
    if (myPlace && topic === `project:${myPlace.projectId}`) say({ type: 'here', ...myPlace })
  },
})
setInterval(() => {
  for (const [projectId, known] of people)
    if (known.some(({ heardAt }) => Date.now() - heardAt > VANISHED_MS))
      set(projectId, all => all.filter(({ heardAt }) => Date.now() - heardAt <= VANISHED_MS))
}, LOOK_MS)

const nobody: readonly Person[] = []
/** Everybody else who has the project open, each of their lines for itself. */
export function usePeople(projectId: string): readonly Person[] {
  return useSyncExternalStore(
    watcher => {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    () => people.get(projectId) ?? nobody,
  )
}

/** The same person has the same colour for everybody. */
export function colourOf(accountId: string): string {
  const number = Array.from(accountId).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 3600, 7)
  return `hsl(${number / 10} 70% 55%)`
}

let myPlace: { projectId: string; place: PlaceOfPerson } | null = null
let isWaiting = false

function tell(projectId: string, place: PlaceOfPerson) {
  myPlace = { projectId, place }
  if (isWaiting) return
  isWaiting = true
  setTimeout(() => {
    isWaiting = false
    if (myPlace) say({ type: 'here', ...myPlace })
  }, TELL_MS)
}

/** Tells the others where one is, for as long as the calling part is on screen. */
export function useTellPlace(projectId: string, place: PlaceOfPerson): void {
  const text = JSON.stringify(place)
  useEffect(() => {
    tell(projectId, JSON.parse(text) as PlaceOfPerson)
  }, [projectId, text])
  useEffect(
    () => () => {
      myPlace = null
    },
    [projectId],
  )
}

/** Tells the others what one has selected in a text: places in the whole of it. */
export function tellSelection(projectId: string, field: string, words: Y.Text, anchor: number, head: number): void {
  if (!session.account()) return
  const [of, id] = field.split('.')
  const relative = (at: number) => JSON.stringify(Y.createRelativePositionFromTypeIndex(words, at))
  const text = { field, anchor: relative(anchor), head: relative(head) }
  tell(projectId, { ...placeHere(projectId), ...(of === 'scene' ? { sceneId: id } : { panelId: id }), text })
}

export function tellNoSelection(projectId: string): void {
  const { text: _, ...rest } = placeHere(projectId)
  tell(projectId, rest)
}

const placeHere = (projectId: string): PlaceOfPerson => (myPlace?.projectId === projectId ? myPlace.place : { page: '' })

/** The same for a text field. */
export const tellFieldSelection = (projectId: string, field: string, words: Y.Text | null) => ({
  onSelect(event: { currentTarget: HTMLTextAreaElement }) {
    const { selectionStart, selectionEnd } = event.currentTarget
    if (words) tellSelection(projectId, field, words, selectionStart, selectionEnd)
  },
  onBlur: () => tellNoSelection(projectId),
})
