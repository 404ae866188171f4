import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { featuresOf } from './admin/features.ts'
import { type Config, ConfigError, readConfig } from './platform/config/config.ts'
import { createLog } from './platform/telemetry/log.ts'
import { startFailure } from './start-failure.ts'
import { type RunningServer, startServer } from './start.ts'

const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url))
/** A stop that takes longer than this is ended. */
const stopWithinMs = 25_000

if (existsSync('.env')) process.loadEnvFile('.env')
let config: Config | null = null
try {
  config = readConfig(process.env)
  await run(config)
} catch (error) {
  const sentence = startFailure(error, config)
  console.error(sentence ?? error)
  process.exit(error instanceof ConfigError ? 2 : 1)
}

async function run(settings: Config) {
  const log = createLog(settings.logLevel)
  const server = await startServer(settings, log, { webFolder, listen: true })
  report(server.address, server.tookMs, featuresOf(server.context))
  let stopping: Promise<void> | null = null
  const stop = () => {
    stopping ??= stopServer(server, log)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('uncaughtException', error => {
    log.fatal({ err: error }, 'an error that nobody expected; stopping')
    process.exitCode = 1
    stop()
  })
}

/** Ends the process when all is in order, or when that takes too long; a second signal changes nothing. */
async function stopServer(server: RunningServer, log: Logger): Promise<void> {
  log.info('stopping')
  setTimeout(() => process.exit(1), stopWithinMs).unref()
  try {
    await server[Symbol.asyncDispose]()
  } catch (error) {
    log.error({ err: error }, 'the server did not stop in good order')
    process.exitCode = 1
  }
  process.exit()
}

function report(address: string, tookMs: number, features: { name: string; state: string; note: string }[]) {
  const lines = features.map(({ name, state, note }) => `  ${name.padEnd(20)} ${state.padEnd(9)} ${note}`)
  console.log([`StoryCanvas is ready at ${address} after ${(tookMs / 1000).toFixed(1)} s`, ...lines].join('\n'))
}
