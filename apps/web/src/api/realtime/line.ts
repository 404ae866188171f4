import type { ClientFrame, RealtimeEvent, ServerFrame } from '@storycanvas/api'

/** As much of a WebSocket as the line needs. */
export type Socket = {
  /** 1 while it is open: one that is closing takes nothing more, and says when it has closed. */
  readonly readyState: number
  send(text: string): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((message: { data: unknown }) => void) | null
  onclose: (() => void) | null
}

export type LineParts = {
  /** Opens a socket with a new ticket; rejects when the server cannot be reached. */
  open: () => Promise<Socket>
  /** Runs `work` after so many milliseconds; the answer calls it off. */
  later: (work: () => void, ms: number) => () => void
  onEvent: (event: RealtimeEvent) => void
  /** Too much was missed to catch up on: whatever belongs to the topic has to be loaded anew. */
  onReset: (topic: string) => void
  /** A topic is heard from now on; what was loaded before may have changed in between. */
  onHeard: (topic: string) => void
  onState: (state: LineState) => void
  /** A topic is heard, for the first time or again on a new line. */
  onSubscribed?: (topic: string) => void
  /** What answers a question of one's own. */
  onAnswer?: (frame: Answer) => void
}

export type Answer = Extract<ServerFrame, { type: 'text-state' | 'text-kept' | 'text-refused' }>

export type LineState = 'connecting' | 'open' | 'lost'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15_000
const HEARTBEAT_MS = 25_000
const OPEN = 1

/**
 * One WebSocket to the server, kept open while anyone listens. A topic is subscribed once, however many parts of the page
 * want it, and resumed behind the last sequence number seen when the socket had dropped.
 */
export function createLine({ open, later, onEvent, onReset, onHeard, onState, onSubscribed, onAnswer }: LineParts) {
  const listeners = new Map<string, number>()
  const seen = new Map<string, number>()
  let socket: Socket | null = null
  let isOpen = false
  let isConnecting = false
  let wait = FIRST_WAIT_MS
  let callOff = () => {}
  let stopHeartbeat = () => {}

  const send = (frame: ClientFrame) => {
    if (isOpen && socket?.readyState === OPEN) socket.send(JSON.stringify(frame))
  }
  const subscribe = (topic: string) => {
    const after = seen.get(topic)
    send({ type: 'subscribe', topic, ...(after === undefined ? {} : { after }) })
  }

  function receive(frame: ServerFrame) {
    if (frame.type === 'subscribed') onSubscribed?.(frame.topic)
    if (frame.type === 'event') {
      const last = seen.get(frame.topic)
      if (frame.sequence <= (last ?? -1)) return
      // Something before it got lost on the way: asked for once more, and this comes again behind it.
      if (last !== undefined && frame.sequence > last + 1) return subscribe(frame.topic)
      seen.set(frame.topic, frame.sequence)
      onEvent(frame.event)
    } else if (frame.type === 'ephemeral') onEvent(frame.event)
    else if (frame.type === 'reset') {
      seen.set(frame.topic, frame.sequence)
      onReset(frame.topic)
    } else if (frame.type === 'subscribed' && !seen.has(frame.topic)) {
      seen.set(frame.topic, frame.sequence)
      onHeard(frame.topic)
    } else if (frame.type === 'text-state' || frame.type === 'text-kept' || frame.type === 'text-refused') onAnswer?.(frame)
  }

  function beat() {
    stopHeartbeat = later(() => {
      send({ type: 'ping' })
      beat()
    }, HEARTBEAT_MS)
  }

  function dropped() {
    socket = null
    isOpen = false
    stopHeartbeat()
    if (listeners.size === 0) return
    onState('lost')
    callOff = later(() => void connect(), wait)
    wait = Math.min(wait * 2, LONGEST_WAIT_MS)
  }

  async function connect() {
    if (isConnecting) return
    isConnecting = true
    onState('connecting')
    try {
      socket = await open()
    } catch {
      // Not signed in any more, or the server is away: the page shows it, and the next attempt follows.
      return dropped()
    } finally {
      isConnecting = false
    }
    if (listeners.size === 0) return hangUp()
    socket.onopen = () => {
      isOpen = true
      wait = FIRST_WAIT_MS
      onState('open')
      for (const topic of listeners.keys()) subscribe(topic)
      beat()
    }
    socket.onmessage = ({ data }) => receive(JSON.parse(String(data)) as ServerFrame)
    socket.onclose = dropped
  }

  function hangUp() {
    callOff()
    stopHeartbeat()
    if (socket) socket.onclose = null
    socket?.close()
    socket = null
    isOpen = false
  }

  return {
    /** Sends a frame; false while there is no line. */
    say: (frame: ClientFrame): boolean => {
      send(frame)
      return isOpen
    },
    /** Hears a topic until the answer is called. */
    listen(topic: string): () => void {
      const count = listeners.get(topic) ?? 0
      listeners.set(topic, count + 1)
      if (listeners.size === 1 && count === 0 && !socket) void connect()
      else if (count === 0) subscribe(topic)
      return () => {
        const left = (listeners.get(topic) ?? 1) - 1
        if (left > 0) return void listeners.set(topic, left)
        listeners.delete(topic)
        seen.delete(topic)
        send({ type: 'unsubscribe', topic })
        if (listeners.size === 0) hangUp()
      }
    },
  }
}
