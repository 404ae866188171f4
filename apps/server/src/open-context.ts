import { type MediaTools, MediaToolsMissing, openMediaTools } from '@storycanvas/media'
import type { Logger } from 'pino'
import sharp from 'sharp'
import type { Context } from './context.ts'
import { openShelf } from './generation/shelf/shelf.ts'
import { openEar } from './platform/bus/listen.ts'
import type { Config } from './platform/config/config.ts'
import { type ConnectionFacts, openDatabase, openPool, waitForDatabase } from './platform/database/database.ts'
import { migrateUp } from './platform/database/migrate.ts'
import { createJobs } from './platform/jobs/engine.ts'
import { createGrants } from './platform/media/grants.ts'
import { createMedia } from './platform/media/media.ts'
import { openStorage } from './platform/media/storage.ts'
import { createMetrics } from './platform/telemetry/metrics.ts'
import type { Secrets } from './platform/secrets/open.ts'
import { migrations } from './tables.ts'

const poolSize = 20

// No picture is drawn twice: what libvips keeps of the last ones only takes memory.
sharp.cache(false)

/** Builds everything from the configuration, from the ground up; `closing` undoes it in reverse. */
export async function openContext(
  config: Config,
  facts: ConnectionFacts,
  secrets: Secrets,
  log: Logger,
  closing: AsyncDisposableStack,
  tools = findTools(config, log),
): Promise<Context> {
  const pool = openPool(facts, log, poolSize)
  closing.defer(() => pool.end())
  await waitForDatabase(pool, log)
  const database = openDatabase(pool)
  const applied = await migrateUp(database, migrations)
  if (applied.length > 0) log.info({ applied }, 'the database schema is up to date')
  const ear = openEar(facts, log)
  closing.defer(() => ear.close())
  const storage = closing.use(await openStorage(config, pool))
  const stopTending = storage.cluster?.caretaker.start(error => log.warn({ err: error }, 'tending the storage nodes failed'))
  if (stopTending !== undefined) closing.defer(stopTending)
  const jobs = createJobs({ database, facts, ear, log, heavySlots: config.heavySlots })
  return {
    config,
    log,
    database,
    ear,
    jobs,
    shelf: await openShelf({ database, ear, log }, closing),
    media: createMedia(storage, database),
    grants: createGrants(secrets.urlKeys),
    metrics: createMetrics(),
    tools,
    tokenKeys: secrets.tokenKeys,
    vault: secrets.vault,
  }
}

/** A server without ffmpeg still writes, draws and hands over; what needs it says so. */
export function findTools({ ffmpeg, ffprobe, allowUnsandboxed }: Config, log: Logger): MediaTools | null {
  try {
    return openMediaTools({ ffmpeg, ffprobe, allowUnsandboxed })
  } catch (error) {
    if (!(error instanceof MediaToolsMissing)) throw error
    log.warn(error.message)
    return null
  }
}
