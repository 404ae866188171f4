import { access, chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isAlive } from './process.ts'
import { spawnScript } from './program.ts'
import { startEmbeddedPostgres, type Connection } from './start.ts'
import { makeTestData } from './test-data.ts'

export type TestServer = { readonly directory: string; stop(): Promise<void> }

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const longestStart = 60_000
const keeper = new URL('test-keeper.ts', import.meta.url)

/** Nothing in a test outlives the machine: the disk need not hear of it. */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: '300',
  wal_level: 'minimal',
  max_wal_senders: '0',
}

/** Runs a test server in this process. Writes its address into `directory`; `stop` takes everything away. */
export async function runTestServer(directory: string): Promise<{ stop(): Promise<void> }> {
  const dataDir = await makeTestData(directory)
  const server = await startEmbeddedPostgres({ dataDir, log: quiet, settings })
  const unfinished = join(directory, 'connection.new')
  await writeFile(unfinished, JSON.stringify(server.connection))
  await rename(unfinished, join(directory, 'connection.json'))
  const stop = async () => {
    await server.stop()
    // The data may have been moved to where the database's account reaches it.
    await rm(server.directory, { recursive: true, force: true })
    await rm(dirname(dataDir), { recursive: true, force: true })
    await rm(directory, { recursive: true, force: true })
  }
  return { stop }
}

/**
 * Starts the PostgreSQL that all test files of a run share; the runner sets `TEST_PG_DIR` to its `directory` for them.
 * A process of its own keeps it, so that it also ends when the runner is killed.
 *
 * @param directory made when absent, and removed at the end
 */
export async function startTestServer(directory?: string): Promise<TestServer> {
  const shared = directory ?? (await mkdtemp(join(tmpdir(), 'storycanvas-test-')))
  await mkdir(shared, { recursive: true })
  // The database's account passes through, and sees nothing.
  await chmod(shared, 0o711)
  spawnScript(keeper, [String(process.pid), shared])
  await waitForServer(shared)
  const stop = async () => {
    process.kill(Number(await readFile(join(shared, 'keeper'), 'utf8')), 'SIGTERM')
    while (await isThere(shared)) await wait(20)
  }
  return { directory: shared, stop }
}

/**
 * The server of this test run: that of `TEST_PG_DIR`, else one that the first test file starts for all files of the
 * same `node --test` and that ends with it.
 */
export async function findTestServer(): Promise<Connection> {
  const given = process.env['TEST_PG_DIR']
  if (given !== undefined) return JSON.parse(await readFile(join(given, 'connection.json'), 'utf8')) as Connection
  const owner = process.env['NODE_TEST_CONTEXT'] === undefined ? process.pid : process.ppid
  const directory = join(tmpdir(), `storycanvas-test-${owner}-${process.getuid?.() ?? 'user'}`)
  await removeAbandoned(directory)
  const isFirst = await mkdir(directory).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
  if (isFirst) spawnScript(keeper, [String(owner), directory])
  return waitForServer(directory)
}

async function waitForServer(directory: string): Promise<Connection> {
  for (const deadline = Date.now() + longestStart; Date.now() < deadline; await wait(20)) {
    const connection = await readFile(join(directory, 'connection.json'), 'utf8').catch(() => undefined)
    if (connection !== undefined) return JSON.parse(connection) as Connection
    const failure = await readFile(join(directory, 'failure'), 'utf8').catch(() => undefined)
    if (failure !== undefined) throw new Error(`The test database did not start: ${failure}`)
  }
  throw new Error(`The test database did not start in time; see ${directory}.`)
}

/** A killed keeper of an earlier run, whose owner had the same process id as ours. */
async function removeAbandoned(directory: string) {
  const keeper = await readFile(join(directory, 'keeper'), 'utf8').catch(() => undefined)
  if (keeper !== undefined && !isAlive(Number(keeper))) await rm(directory, { recursive: true, force: true })
}

function isThere(path: string) {
  return access(path).then(
    () => true,
    () => false,
  )
}
