import type { ActivityEntry } from '@storycanvas/api'
import { notifications } from '@mantine/notifications'
import { sentenceOf } from '../film/deeds.ts'
import { complain, refresh } from './actions.tsx'
import { keys } from './queries.ts'
import { server, session } from './server.ts'
import { offerUndo } from './undo.tsx'

type Way = 'undo' | 'redo'

const sending = new Map<string, Promise<unknown>>()
let shown: string | null = null

/** Changes are made and taken back one after another, since each begins where the last one ended. */
export function inTurn<T>(projectId: string, send: () => Promise<T>): Promise<T> {
  const turn = (sending.get(projectId) ?? Promise.resolve()).then(send, send)
  sending.set(projectId, turn)
  return turn
}

/** Says what one has just done, with a way back. One notice at a time: with a key held down there are many moves. */
export async function offerToTakeBack(projectId: string, said: string): Promise<void> {
  const by = session.account()?.id
  const params = { id: projectId }
  const { items } = await server.listActivity({ params, query: { limit: 1, ...(by ? { by } : {}) } })
  const [entry] = items
  if (entry) show(said, () => turn(projectId, () => server.undoActivity({ params: { ...params, entryId: entry.id } })))
}

/** Sends a change and offers its way back. That of the change before leaves first: a click meant for this one would reach it. */
export async function withWayBack(projectId: string, said: string, send: () => Promise<unknown>): Promise<void> {
  hide()
  if (await send()) await offerToTakeBack(projectId, said)
}

/** Takes back the last change of one's own, or makes the one again that was taken back last, and says which it was. */
export async function takeBackOwn(projectId: string, way: Way): Promise<void> {
  const params = { id: projectId }
  const made = await turn(projectId, () => (way === 'undo' ? server.undoOwn({ params }) : server.redoOwn({ params })))
  if (!made) return
  const said = sentenceOf(made)
  const other = way === 'undo' ? 'redo' : 'undo'
  show(said.charAt(0).toUpperCase() + said.slice(1), () => takeBackOwn(projectId, other), way === 'undo' ? 'Redo' : 'Undo')
}

function hide() {
  if (shown) notifications.hide(shown)
  shown = null
}

function show(said: string, way: () => Promise<unknown>, label?: string) {
  hide()
  shown = offerUndo(said, way, label)
}

const turn = (projectId: string, send: () => Promise<ActivityEntry>): Promise<ActivityEntry | null> =>
  inTurn(projectId, async () => {
    hide()
    try {
      const entry = await send()
      await refresh(keys.project(projectId), ['panel'])
      return entry
    } catch (error) {
      complain(error)
      return null
    }
  })
