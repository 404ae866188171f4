import { chooseAddress } from './address.ts'
import { createCluster, readPassword, superuser } from './cluster.ts'
import { settleHome } from './home.ts'
import type { Log } from './log.ts'
import { isPostmasterOf } from './postmaster-file.ts'
import { adoptOrStart, stopPostmaster, verifyOurs } from './postmaster.ts'
import { packageRoot, preparePrograms } from './programs.ts'
import type { Settings } from './settings.ts'
import { superviseServer } from './supervision.ts'
import { signIn, signOut } from './users.ts'

/** What a client needs to connect. `host` is the directory of a Unix socket, or 127.0.0.1 on Windows. */
export type Connection = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  readonly password?: string
}

export type EmbeddedPostgres = AsyncDisposable & {
  readonly connection: Connection
  /** Where the data lies; elsewhere than asked for when the database's account cannot reach that. */
  readonly directory: string
  /** Process id of the postmaster; another one after a restart. */
  readonly pid: number
  /** Shuts down (fast mode), unless another living server uses the same database. Idempotent. */
  stop(): Promise<void>
}

export type EmbeddedPostgresOptions = {
  /** Belongs to the database alone; made when absent. Two servers may name the same one. */
  readonly dataDir: string
  readonly log: Log
  /** Settings of postgresql.conf that differ from our durable ones; only the server that starts the database is heard. */
  readonly settings?: Settings
}

/**
 * Runs a real PostgreSQL 18 from the npm package on `dataDir`: makes the cluster at the first start (about 1 s), adopts
 * the server that a killed process left behind, starts it again when it dies. The address never changes meanwhile, so
 * pools reconnect by themselves; give every pool an `error` listener.
 *
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres({ dataDir, log, settings = {} }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = await settleHome(dataDir, log)
  const programs = await preparePrograms(home, packageRoot())
  const cluster = await createCluster(home, programs)
  const use = await signIn(home)
  const wanted = await chooseAddress(home)
  let postmaster = await adoptOrStart(home, programs, wanted, settings)
  const { address } = postmaster
  const password = await readPassword(home)
  await verifyOurs(home, postmaster, password)
  log.info({ dataDir: home.dir, pid: postmaster.pid, cluster, origin: postmaster.origin }, 'the embedded PostgreSQL is ready')

  const ending = new AbortController()
  const supervision = superviseServer(
    () => isPostmasterOf(home.cluster, postmaster.pid),
    async () => {
      postmaster = await adoptOrStart(home, programs, address, settings)
    },
    log,
    ending.signal,
  )
  let stopped: Promise<void> | undefined
  const stop = async () => {
    ending.abort()
    await supervision
    if ((await signOut(home, use)) === 'others') return
    await stopPostmaster(home, programs, postmaster.pid)
    log.info({ pid: postmaster.pid }, 'the embedded PostgreSQL has stopped')
  }
  return {
    connection: {
      host: address.kind === 'socket' ? address.directory : '127.0.0.1',
      port: address.port,
      user: superuser,
      database: 'postgres',
      ...(password === undefined ? {} : { password }),
    },
    directory: home.dir,
    get pid() {
      return postmaster.pid
    },
    stop: () => (stopped ??= stop()),
    [Symbol.asyncDispose]: () => (stopped ??= stop()),
  }
}
