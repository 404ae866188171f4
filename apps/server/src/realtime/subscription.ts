import type { ServerFrame } from '@storycanvas/api'
import type { Database } from '../platform/database/database.ts'
import { eventsAfter, sequenceOf } from './events.ts'

/**
 * One topic on one connection. Durable events are always read from the table, in order and without holes; a notification
 * only says that there is something to read. Notifications that arrive while reading cause one more read.
 */
export function createSubscription(
  database: Database,
  topic: string,
  send: (frame: ServerFrame) => Promise<void>,
  /** Topics of one line are read one after the other: what several had read would all wait for the same reader. */
  inTurn: (work: () => Promise<void>) => Promise<void>,
  onError: (error: unknown) => void,
) {
  let sequence: number | null = null
  let reading = false
  let again = false
  let closed = false
  let holds = 0

  const catchUp = async () => {
    if (closed || holds > 0 || sequence === null) return
    if (reading) {
      again = true
      return
    }
    reading = true
    try {
      do {
        again = false
        await inTurn(readOn)
      } while (again && !closed && holds === 0)
    } catch (error) {
      onError(error)
    } finally {
      reading = false
    }
  }

  const readOn = async () => {
    for (;;) {
      if (sequence === null || closed || holds > 0) return
      const events = await eventsAfter(database, topic, sequence)
      if (closed || holds > 0) return
      if (events === null) {
        sequence = await sequenceOf(database, topic)
        await send({ type: 'reset', topic, sequence })
        continue
      }
      for (const event of events) {
        sequence = event.sequence
        await send({ type: 'event', topic, sequence, event: event.payload })
        if (closed || holds > 0) return
      }
      if (events.length === 0) return
    }
  }

  return {
    /** Tells where the topic stands, then what came after the number that the client knows. */
    async open(after: number | undefined) {
      const current = await sequenceOf(database, topic)
      sequence = after === undefined ? current : Math.min(after, current)
      await send({ type: 'subscribed', topic, sequence: current })
      await catchUp()
    },
    grown: () => void catchUp(),
    /** Until it is released again as often, nothing is sent; then what came meanwhile. */
    hold() {
      holds += 1
    },
    release() {
      holds -= 1
      void catchUp()
    },
    isHeld: () => holds > 0,
    close() {
      closed = true
    },
  }
}
export type Subscription = ReturnType<typeof createSubscription>
