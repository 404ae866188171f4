import type { Socket } from 'node:net'
import { OutgoingError } from './error.ts'
import type { Times } from './request.ts'

/** One signal for everything that can end a call: the caller, the total time, silence on the wire. */
export type Deadline = {
  readonly signal: AbortSignal
  /** Runs one hop's connecting within its time. */
  connecting<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>
  watchIdle(socket: Socket): void
  /** The call is over; nothing fires any more. */
  clear(): void
}

export function startDeadline(times: Times, outer: AbortSignal | undefined): Deadline {
  const ending = new AbortController()
  const expire = (phase: 'connect' | 'idle' | 'total') => () => ending.abort(new OutgoingError({ kind: 'timeout', phase }))
  const follow = () => ending.abort(outer?.reason)
  // The socket keeps the process alive for as long as there is something to wait for.
  const total = setTimeout(expire('total'), times.total).unref()
  outer?.addEventListener('abort', follow, { once: true })
  if (outer?.aborted === true) follow()
  return {
    signal: ending.signal,
    connecting: async work => {
      const timer = setTimeout(expire('connect'), times.connect)
      try {
        return await work(ending.signal)
      } catch (error) {
        ending.signal.throwIfAborted()
        throw error
      } finally {
        clearTimeout(timer)
      }
    },
    watchIdle: socket => void socket.setTimeout(times.idle, expire('idle')),
    clear: () => {
      clearTimeout(total)
      outer?.removeEventListener('abort', follow)
    },
  }
}
