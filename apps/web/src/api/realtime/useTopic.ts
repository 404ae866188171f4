import { useEffect, useSyncExternalStore } from 'react'
import { queryClient, server, useAccount } from '../server.ts'
import { createReceiver } from './apply.ts'
import type { RealtimeEvent } from '@storycanvas/api'
import { type Answer, createLine, type LineState, type Socket } from './line.ts'

const receiver = createReceiver(queryClient, server)
let state: LineState = 'connecting'
const watchers = new Set<() => void>()

/** Whoever wants to hear more of the line than what changes cached answers. */
export type Listener = {
  event?(event: RealtimeEvent): void
  answer?(answer: Answer): void
  reset?(): void
  subscribed?(topic: string): void
  state?(state: LineState): void
}
const listeners = new Set<Listener>()
const tellAll = (tell: (listener: Listener) => void) => {
  for (const listener of listeners) tell(listener)
}

const line = createLine({
  async open() {
    const { ticket } = await server.createRealtimeTicket()
    const address = new URL(`/api/v1/realtime?ticket=${encodeURIComponent(ticket)}`, location.href)
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
    return new WebSocket(address) as unknown as Socket
  },
  later(work, ms) {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
  onEvent(event) {
    receiver.event(event)
    tellAll(listener => listener.event?.(event))
  },
  onReset() {
    receiver.reset()
    tellAll(listener => listener.reset?.())
  },
  onSubscribed: topic => tellAll(listener => listener.subscribed?.(topic)),
  onAnswer: answer => tellAll(listener => listener.answer?.(answer)),
  onHeard: receiver.heard,
  onState(next) {
    state = next
    for (const watcher of watchers) watcher()
    tellAll(listener => listener.state?.(next))
  },
})

export const say = line.say

/** Hears the line until the answer is called. */
export function hear(listener: Listener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Hears a topic (`project:<id>` and the like) while the calling part is on screen; null and visitors without an account hear nothing. */
export function useTopic(topic: string | null) {
  const heard = useAccount() && topic
  useEffect(() => (heard ? line.listen(heard) : undefined), [heard])
}

/** Whether live updates come through. */
export const useLineState = () =>
  useSyncExternalStore(
    watcher => {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    () => state,
  )
