import pg from 'pg'
import type { Logger } from 'pino'
import type { ConnectionFacts } from '../../platform/database/database.ts'

/** Advisory lock of the one process that dispatches to generation servers. */
const leaderLock = 0x5343_504c

export type Leading = { stop: () => Promise<void> }

/**
 * Leads while this process holds the lock, and waits for it inside PostgreSQL otherwise. The lock is gone the moment the process
 * or its connection is; `signal` then tells whoever leads here to stop at once.
 */
export function takeLead(facts: ConnectionFacts, log: Logger, lead: (signal: AbortSignal) => Promise<void>): Leading {
  let stopped = false
  let client: pg.Client | null = null
  let leading = Promise.resolve()
  let ending = new AbortController()

  const wait = async (): Promise<void> => {
    for (let pause = 100; !stopped; pause = Math.min(pause * 2, 5000)) {
      try {
        await term()
        pause = 100
      } catch (error) {
        if (!stopped) log.warn({ err: error }, 'the generation pool could not be led from here')
      }
      if (!stopped) await new Promise(resolve => setTimeout(resolve, pause))
    }
  }
  const term = async () => {
    const mine = new pg.Client({ ...facts, application_name: 'storycanvas pool', keepAlive: true })
    const over = new AbortController()
    mine.on('error', error => over.abort(error))
    mine.on('end', () => over.abort(new Error('the connection ended')))
    client = mine
    ending = over
    try {
      await mine.connect()
      await mine.query('select pg_advisory_lock($1, 0)', [leaderLock])
      if (!stopped) await lead(over.signal)
    } finally {
      over.abort(new Error('the term is over'))
      await mine.end().catch(() => undefined)
    }
  }
  leading = wait()
  return {
    async stop() {
      stopped = true
      ending.abort(new Error('the server is stopping'))
      // While it waits for the lock only ending the connection wakes it.
      await client?.end().catch(() => undefined)
      await leading
    },
  }
}
