import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Context } from './context.ts'
import { openContext } from './open-context.ts'
import type { Config, DatabaseConfig } from './platform/config/config.ts'
import type { ConnectionFacts } from './platform/database/database.ts'
import { startEmbeddedPostgres } from './platform/embedded-postgres/start.ts'
import { ensureDatabase } from './platform/embedded-postgres/database.ts'
import { openSecrets } from './platform/secrets/open.ts'
import { housekeeping } from './housekeeping.ts'
import { createOutgoing } from './platform/outgoing/client.ts'
import { startDeliveries } from './webhooks/deliver.ts'
import { serveApp } from './serve-app.ts'

export type RunningServer = AsyncDisposable & { context: Context; address: string; tookMs: number }

/** How long open requests may go on once the server is told to stop. */
const linesMayTakeMs = 5000

type Options = { webFolder: string | null; listen: boolean }

/** Starts the whole server: database, schema, jobs and, if it is to listen, HTTP. Disposing it stops it in good order. */
export async function startServer(config: Config, log: Logger, { webFolder, listen }: Options): Promise<RunningServer> {
  const began = performance.now()
  const closing = new AsyncDisposableStack()
  try {
    // The embedded database may run under an account of its own and has to pass through; what is secret is closed below.
    await mkdir(config.dataDir, { recursive: true, mode: 0o711 })
    const secrets = await openSecrets({ directory: join(config.dataDir, 'secrets'), given: config.givenKeys })
    const facts = await databaseFacts(config.database, log, closing)
    const context = await openContext(config, facts, secrets, log, closing)
    const { app, beginStop, rooms } = await serveApp(context, webFolder)
    await context.jobs.start(rooms.jobs)
    closing.defer(() => context.jobs.stop())
    if (config.leadsPool) closing.adopt(rooms.startPool(facts), pool => pool.stop())
    closing.adopt(startDeliveries({ ...context, outgoing: createOutgoing() }), deliveries => deliveries.stop())
    await rooms.sweepWork()
    closing.adopt(
      housekeeping(context, () => rooms.clean()),
      stop => stop(),
    )
    closing.defer(() => closeApp(app))
    const address = listen ? await listenAt(app, config) : config.publicUrl
    closing.defer(async () => beginStop())
    return {
      context,
      address,
      tookMs: performance.now() - began,
      [Symbol.asyncDispose]: () => closing.disposeAsync(),
    }
  } catch (error) {
    await closing.disposeAsync()
    throw error
  }
}

/** Nobody's slow download may hold up the jobs, which have to be put back before the process ends. */
async function closeApp(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), linesMayTakeMs)
  await app.close()
  clearTimeout(cut)
}

/** With port 0 the system chooses one; then the address is where it really listens. */
async function listenAt(app: FastifyInstance, { host, port, publicUrl }: Config): Promise<string> {
  const listening = await app.listen({ host, port })
  return port === 0 ? listening : publicUrl
}

/** How to reach the database of the settings; runs the embedded one, or joins the server that does. */
export async function databaseFacts(
  database: DatabaseConfig,
  log: Logger,
  closing: AsyncDisposableStack,
): Promise<ConnectionFacts> {
  if (database.kind === 'external') return { connectionString: database.url }
  const postgres = await startEmbeddedPostgres({ dataDir: join(database.dataDir, 'postgres'), log })
  closing.use(postgres)
  return ensureDatabase(postgres.connection, database.name)
}
