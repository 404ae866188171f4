import { notifications } from '@mantine/notifications'
import { offerUndo } from './undo.tsx'

type Move = () => Promise<unknown>

const moves = new Map<string, Move[]>()
const sending = new Map<string, Promise<unknown>>()
let shown: string | null = null
const REMEMBERED = 100

/** Keeps how a move is taken back. One notice at a time says so: with a key held down there are many moves. */
export function rememberMove(projectId: string, said: string, undo: Move) {
  moves.set(projectId, [...(moves.get(projectId) ?? []), undo].slice(-REMEMBERED))
  if (shown) notifications.hide(shown)
  shown = offerUndo(said, () => takeMoveBack(projectId))
}

/** Takes back the last move of a project that has not been taken back. */
export const takeMoveBack = (projectId: string): Promise<void> =>
  inTurn(projectId, async () => {
    const undo = moves.get(projectId)?.pop()
    if (shown) notifications.hide(shown)
    shown = null
    await undo?.()
  })

/** Moves are made and taken back one after another, since each begins where the last one ended. */
export function inTurn<T>(projectId: string, send: () => Promise<T>): Promise<T> {
  const turn = (sending.get(projectId) ?? Promise.resolve()).then(send, send)
  sending.set(projectId, turn)
  return turn
}
