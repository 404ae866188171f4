import type { Context } from './context.ts'
import { forgetOldKeys } from './platform/http/idempotency.ts'
import { forgetOldEvents } from './realtime/events.ts'
import { forgetOldDeliveries } from './webhooks/deliver.ts'

const hour = 60 * 60 * 1000

/** What has to be thrown away now and then. Returns how to stop it. */
export function housekeeping(
  { database, media, log }: Pick<Context, 'database' | 'media' | 'log'>,
  cleanRooms: () => Promise<void>,
): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  const clean = async () => {
    await forgetOldKeys(database)
    await forgetOldEvents(database)
    await forgetOldDeliveries(database)
    await cleanRooms()
    const collected = await media.collectOrphans()
    if (collected > 0) log.info({ collected }, 'orphaned blobs were collected')
  }
  const timer = setInterval(() => {
    running = clean().catch(error => log.warn({ err: error }, 'housekeeping failed and will be tried again'))
  }, hour)
  return async () => {
    clearInterval(timer)
    await running
  }
}
