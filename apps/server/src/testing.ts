import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, contract, createClient, type ProblemCode, ProblemError, type Tokens } from '@storycanvas/api'
import assert from 'node:assert/strict'
import type { FastifyInstance } from 'fastify'
import type { Context } from './context.ts'
import { findTools, openContext } from './open-context.ts'
import { type Config, type Environment, readConfig } from './platform/config/config.ts'
import { openDatabase, openPool } from './platform/database/database.ts'
import { migrateUp } from './platform/database/migrate.ts'
import { createTestDatabase, type TestDatabase } from './platform/embedded-postgres/testing.ts'
import { openSecrets } from './platform/secrets/open.ts'
import { createLog } from './platform/telemetry/log.ts'
import { serveApp } from './serve-app.ts'
import { migrations } from './tables.ts'

export type TestAccount = { id: string; tokens: Tokens; client: Client<typeof contract> }

export type TestServer = AsyncDisposable & {
  /** Where it listens, for sockets and raw requests. */
  address: string
  app: FastifyInstance
  context: Context
  /** How to reach the private database. */
  connection: TestDatabase['connection']
  /** The first account, owner of the install. */
  owner: TestAccount
  /** Another account by name, made when first asked for. */
  account(name: string): Promise<TestAccount>
  anonymous: Client<typeof contract>
  /** Resolves when a job has ended; throws when it did not succeed. */
  jobEnded(account: TestAccount, jobId: string): Promise<void>
}

/** A whole server on a private database and a private folder, listening on a free port of the loopback. */
export async function createTestServer(environment: Environment = {}): Promise<TestServer> {
  const closing = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'storycanvas-test-'))
  closing.defer(() => rm(folder, { recursive: true, force: true }))
  const log = createLog(process.env.TEST_LOG ?? 'silent')
  const database = await createTestDatabase({ templateKey: JSON.stringify(migrations), template: migrate })
  closing.use(database)
  const config = readConfig({ DATA_DIR: folder, ...environment })
  const secrets = await openSecrets({ directory: join(folder, 'secrets') })
  const context = await openContext(config, database.connection, secrets, log, closing, foundTools(config))
  const { app, rooms } = await serveApp(context, null)
  await context.jobs.start(rooms.jobs)
  closing.defer(() => context.jobs.stop())
  if (config.leadsPool) closing.adopt(rooms.startPool(database.connection), pool => pool.stop())
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  closing.defer(() => app.close())

  const anonymous = createClient(contract, { baseUrl: address, accessToken: () => null })
  const accounts = new Map<string, Promise<TestAccount>>()
  const enter = async (name: string): Promise<TestAccount> => {
    const tokens = await anonymous.register({ body: { email: `${name}@example.org`, name, password: 'a long enough password' } })
    return {
      id: tokens.account.id,
      tokens,
      client: createClient(contract, { baseUrl: address, accessToken: () => tokens.accessToken }),
    }
  }
  const account = (name: string) => {
    const known = accounts.get(name) ?? enter(name)
    accounts.set(name, known)
    return known
  }
  const owner = await account('owner')
  return {
    address,
    app,
    context,
    connection: database.connection,
    owner,
    account,
    anonymous,
    jobEnded: (by, jobId) => jobEnded(by, jobId),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

const found = new Map<string, ReturnType<typeof findTools>>()

/** Looked for once by each process: that runs ffmpeg several times. */
function foundTools(config: Config) {
  const key = JSON.stringify([config.ffmpeg, config.ffprobe, config.allowUnsandboxed])
  if (!found.has(key)) found.set(key, findTools(config, createLog('silent')))
  return found.get(key) ?? null
}

async function migrate(connection: Parameters<typeof openPool>[0]) {
  const pool = openPool(connection, createLog('silent'), 2)
  await migrateUp(openDatabase(pool), migrations)
  await pool.end()
}

async function jobEnded({ client }: TestAccount, jobId: string): Promise<void> {
  for (;;) {
    const job = await client.getJob({ params: { id: jobId } })
    if (job.state === 'succeeded') return
    if (job.state === 'failed' || job.state === 'cancelled')
      throw new Error(`the job ended ${job.state}: ${job.error?.message ?? 'no reason'}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** Asserts that a call is refused with this code, and gives the problem for closer looks. */
export async function refusedWith(code: ProblemCode, call: Promise<unknown>) {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  )
  assert.ok(
    error instanceof ProblemError,
    `expected the problem ${code}, got ${error instanceof Error ? error.message : 'an answer'}`,
  )
  assert.equal(error.problem.code, code)
  return error.problem
}

/** Makes an account a member of a project, as an accepted invitation would. */
export async function addMember(
  server: TestServer,
  projectId: string,
  account: TestAccount,
  role: 'owner' | 'editor' | 'commenter' | 'viewer',
) {
  await server.context.database.insertInto('projectMember').values({ projectId, accountId: account.id, role }).execute()
}

/** How many cases a property that talks to a database looks at; `FUZZ_RUNS` draws as many new ones. */
export const casesOr = (usual: number) => ({ numRuns: Number(process.env['FUZZ_RUNS'] ?? usual) })
