import { useEffect, useSyncExternalStore } from 'react'
import { queryClient, server, useAccount } from '../server.ts'
import { createReceiver } from './apply.ts'
import { createLine, type LineState, type Socket } from './line.ts'

const receiver = createReceiver(queryClient, server)
let state: LineState = 'connecting'
const watchers = new Set<() => void>()

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
  onEvent: receiver.event,
  onReset: receiver.reset,
  onHeard: receiver.heard,
  onState(next) {
    state = next
    for (const watcher of watchers) watcher()
  },
})

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
