import pg from 'pg'
import type { Logger } from 'pino'
import type { ConnectionFacts } from '../database/database.ts'
import { busChannel, type Notice } from './publish.ts'

export type Listener = (notice: Notice | { kind: 'reconnected' }) => void

/** One connection that hears what every process says. */
export type BusEar = { hear(listener: Listener): () => void; close(): Promise<void> }

/**
 * Listens on a connection of its own and comes back by itself after a break; then it tells `reconnected`, since what was
 * said meanwhile is lost and must be read from the tables.
 */
export function openEar(facts: ConnectionFacts, log: Logger): BusEar {
  const listeners = new Set<Listener>()
  let client: pg.Client | null = null
  let closed = false
  let timer: NodeJS.Timeout | null = null

  const tell: Listener = notice => {
    for (const listener of listeners) listener(notice)
  }

  const connect = async (pause: number) => {
    const next = new pg.Client({ ...facts, application_name: 'storycanvas bus', keepAlive: true })
    const again = (error?: unknown) => {
      if (client === next) client = null
      if (closed || timer) return
      if (error) log.warn({ err: error }, 'the bus lost its connection')
      timer = setTimeout(() => {
        timer = null
        void connect(Math.min(pause * 2, 5000))
      }, pause)
    }
    next.on('error', again)
    next.on('end', () => again())
    next.on('notification', ({ payload }) => payload && tell(JSON.parse(payload) as Notice))
    try {
      await next.connect()
      await next.query(`listen ${busChannel}`)
      if (closed) return await next.end()
      client = next
      tell({ kind: 'reconnected' })
    } catch (error) {
      again(error)
    }
  }
  const first = connect(100)

  return {
    hear(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      if (timer) clearTimeout(timer)
      await first
      await client?.end()
    },
  }
}
