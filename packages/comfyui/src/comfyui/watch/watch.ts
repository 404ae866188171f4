import type { ServerEvent } from '../../server/events.ts'
import type { Calls } from '../../server/calls.ts'
import type { Transport } from '../../server/transport.ts'
import { openLine, type Line } from './line.ts'
import { readMessage } from './messages.ts'
import { readPreview } from './previews.ts'

export type Watch = {
  /** The line is open for as long as someone listens. */
  readonly listen: (listener: (event: ServerEvent) => void) => () => void
  readonly expectNews: () => void
  readonly close: () => Promise<void>
}

export function createWatch(calls: Calls, transport: Transport, clientId: string): Watch {
  const listeners = new Set<(event: ServerEvent) => void>()
  let line: Line | undefined
  /** Whose plain previews are: they follow the node that runs. */
  let current: { id: string; nodeId: string } | undefined

  const tell = (event: ServerEvent) => {
    if (event.kind === 'node') current = event
    if (event.kind === 'ended' || event.kind === 'connected') current = undefined
    for (const listener of listeners) listener(event)
  }
  const open = () =>
    openLine({
      transport,
      url: `${calls.url('/ws').replace(/^http/, 'ws')}?clientId=${clientId}`,
      headers: calls.headers,
      onOpen: () => tell({ kind: 'connected' }),
      onClose: () => tell({ kind: 'disconnected' }),
      onText: text => {
        const event = readMessage(text)
        if (event !== undefined) tell(event)
      },
      onBinary: frame => {
        const event = readPreview(frame)
        if (event !== undefined)
          tell(event.id === null && current !== undefined ? { ...event, ...current, kind: 'preview' } : event)
      },
    })

  return {
    listen: listener => {
      listeners.add(listener)
      line ??= open()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        void line?.close()
        line = undefined
      }
    },
    expectNews: () => line?.expectNews(),
    close: async () => {
      listeners.clear()
      const last = line
      line = undefined
      await last?.close()
    },
  }
}
