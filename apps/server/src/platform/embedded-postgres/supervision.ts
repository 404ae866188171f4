import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from './log.ts'

const pollInterval = 250
const firstDelay = 100
const longestDelay = 10_000

/**
 * Watches a server and starts it again when it dies. Polls, because an adopted server is not our child and the
 * operating system tells nobody else about its end.
 *
 * @param lives whether the server is there
 * @param restart starts it again; a rejection is tried again with growing delays, without end
 */
export async function superviseServer(
  lives: () => Promise<boolean>,
  restart: () => Promise<void>,
  log: Log,
  signal: AbortSignal,
) {
  const options = { signal, ref: false }
  let delay = firstDelay
  while (!signal.aborted) {
    try {
      await wait(pollInterval, undefined, options)
      if (await lives()) {
        delay = Math.max(firstDelay, delay / 2)
        continue
      }
      log.warn({ delay }, 'the embedded PostgreSQL is gone, starting it again')
      await wait(delay, undefined, options)
      delay = Math.min(longestDelay, delay * 2)
      await restart()
      log.info({}, 'the embedded PostgreSQL runs again')
    } catch (error) {
      if (signal.aborted) return
      log.error({ err: error }, 'the embedded PostgreSQL did not start again')
    }
  }
}
