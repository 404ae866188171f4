import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { commandLine } from './process.ts'
import { startEmbeddedPostgres, type Connection, type EmbeddedPostgres } from './start.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const isRoot = process.getuid?.() === 0

async function makeDirectory(t: TestContext) {
  const directory = await mkdtemp(join(tmpdir(), 'embedded-postgres-'))
  await chmod(directory, 0o755)
  t.after(() => rm(directory, { recursive: true, force: true }))
  return directory
}

async function query(connection: Connection, sql: string) {
  const client = new Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

/** A zombie that init has not collected yet does not run. */
async function isRunning(pid: number) {
  return (await commandLine(pid)) !== undefined
}

/** Asks until the server answers; a server that never does fails the test by its time limit. */
async function queryOnceBack(connection: Connection, sql: string) {
  for (;;) {
    try {
      return await query(connection, sql)
    } catch {
      await wait(20)
    }
  }
}

/** Starts the database in another process, which lives until it is killed. */
async function startElsewhere(dataDir: string, account: { uid?: number; gid?: number } = {}) {
  const script = `import { startEmbeddedPostgres } from ${JSON.stringify(new URL('start.ts', import.meta.url).href)}
    const log = { info() {}, warn() {}, error: console.error }
    const { pid, connection } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log })
    console.log(JSON.stringify({ pid, connection }))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    ...account,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const kill = async () => {
    child.kill('SIGKILL')
    await once(child, 'close')
  }
  return { ...(JSON.parse(line.toString()) as Pick<EmbeddedPostgres, 'pid' | 'connection'>), kill }
}

test('rows survive from the first start to the next; text is Unicode, pages carry checksums, commits are durable', async t => {
  const dataDir = join(await makeDirectory(t), 'film database')
  const first = await startEmbeddedPostgres({ dataDir, log: quiet })
  await query(first.connection, `create table film (title text); insert into film values ('Météo')`)
  await first.stop()
  assert.equal(await isRunning(first.pid), false)

  await using second = await startEmbeddedPostgres({ dataDir, log: quiet })
  assert.deepEqual(await query(second.connection, `select upper(title) as title from film where title ilike 'MÉTÉO'`), [
    { title: 'MÉTÉO' },
  ])
  const names = [
    'data_checksums',
    'fsync',
    'full_page_writes',
    'synchronous_commit',
    'server_encoding',
    'listen_addresses',
    'max_connections',
  ]
  const settings = await query(second.connection, `select name, setting from pg_settings where name in ('${names.join(`','`)}')`)
  const listening = process.platform === 'win32' ? '127.0.0.1' : ''
  assert.deepEqual(Object.fromEntries(settings.map(({ name, setting }) => [name, setting])), {
    data_checksums: 'on',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    server_encoding: 'UTF8',
    listen_addresses: listening,
    max_connections: '100',
  })
})

test('the server that a killed process left behind is adopted, and stopped with the one who adopted it', async t => {
  const dataDir = join(await makeDirectory(t), 'data')
  const killed = await startElsewhere(dataDir)
  await query(killed.connection, 'create table shot (number int); insert into shot values (7)')
  await killed.kill()
  assert.equal(await isRunning(killed.pid), true)

  const heir = await startEmbeddedPostgres({ dataDir, log: quiet })
  assert.equal(heir.pid, killed.pid)
  assert.deepEqual(await query(heir.connection, 'select number from shot'), [{ number: 7 }])
  await heir.stop()
  assert.equal(await isRunning(killed.pid), false)
})

test('two servers share one database and the last one out stops it', async t => {
  const dataDir = join(await makeDirectory(t), 'data')
  const [first, second] = await Promise.all([
    startEmbeddedPostgres({ dataDir, log: quiet }),
    startEmbeddedPostgres({ dataDir, log: quiet }),
  ])
  assert.equal(first.pid, second.pid)
  await first.stop()
  assert.deepEqual(await query(second.connection, 'select 1 as one'), [{ one: 1 }])
  await second.stop()
  assert.equal(await isRunning(second.pid), false)
})

test('a lock file that another server has made and not written yet is waited for', async t => {
  const dataDir = join(await makeDirectory(t), 'data')
  const before = await startEmbeddedPostgres({ dataDir, log: quiet })
  await before.stop()
  const file = join(before.directory, 'cluster', 'postmaster.pid')
  await writeFile(file, '')
  const written = wait(700).then(() => rm(file))
  await using server = await startEmbeddedPostgres({ dataDir, log: quiet })
  await written
  assert.deepEqual(await query(server.connection, 'select 1 as one'), [{ one: 1 }])
})

test('a killed PostgreSQL comes back at the same address with every committed row', { timeout: 60_000 }, async t => {
  const dataDir = join(await makeDirectory(t), 'data')
  await using server = await startEmbeddedPostgres({ dataDir, log: quiet })
  await query(server.connection, 'create table take (number int)')
  for (let number = 1; number <= 3; number++) {
    await query(server.connection, `insert into take values (${number})`)
    const { pid } = server
    process.kill(pid, 'SIGKILL')
    const rows = await queryOnceBack(server.connection, 'select count(*)::int as takes from take')
    assert.deepEqual(rows, [{ takes: number }])
    // The new one may answer a moment before it is known here.
    while (server.pid === pid) await wait(10)
  }
})

test('a file of a dead server that names a living process of somebody else is no obstacle', async t => {
  const dataDir = join(await makeDirectory(t), 'data')
  const before = await startEmbeddedPostgres({ dataDir, log: quiet })
  const file = join(before.directory, 'cluster', 'postmaster.pid')
  const text = await readFile(file, 'utf8')
  const { uid, gid } = await stat(file)
  await before.stop()
  // A process of the database's own account, the one case in which PostgreSQL itself refuses.
  const sleeper = spawn('sleep', ['600'], { stdio: 'ignore', ...(isRoot ? { uid, gid } : {}) })
  t.after(() => sleeper.kill('SIGKILL'))
  await writeFile(file, text.replace(/^\d+/, String(sleeper.pid)))
  await chown(file, uid, gid)
  await using server = await startEmbeddedPostgres({ dataDir, log: quiet })
  assert.deepEqual(await query(server.connection, 'select 1 as one'), [{ one: 1 }])
})

test('a data directory too deep for a socket gets a short private directory', async t => {
  const dataDir = join(await makeDirectory(t), 'a'.repeat(60), 'b'.repeat(60))
  await using server = await startEmbeddedPostgres({ dataDir, log: quiet })
  const { host } = server.connection
  t.after(() => rm(host, { recursive: true, force: true }))
  assert.equal(dirname(host), tmpdir())
  assert.equal((await stat(host)).mode & 0o777, 0o700)
})

test('a cluster of another major version is refused and left alone', async t => {
  const dataDir = join(await makeDirectory(t), 'data')
  await mkdir(join(dataDir, 'cluster'), { recursive: true })
  await writeFile(join(dataDir, 'cluster', 'PG_VERSION'), '17\n')
  await assert.rejects(startEmbeddedPostgres({ dataDir, log: quiet }), { kind: 'unusable-data' })
})

test('runs as an unprivileged user', { skip: !isRoot && 'every other test does' }, async t => {
  const dataDir = join(await makeDirectory(t), 'data')
  const account = { uid: 65534, gid: 65534 }
  await mkdir(dataDir)
  await chown(dataDir, account.uid, account.gid)
  const owned = await startElsewhere(dataDir, account)
  assert.deepEqual(await query(owned.connection, 'select 1 as one'), [{ one: 1 }])
  await owned.kill()
  // Root takes over what the user began, as the user.
  await using server = await startEmbeddedPostgres({ dataDir, log: quiet })
  assert.equal(server.pid, owned.pid)
})

test('a data directory that only root can enter keeps its database elsewhere, and finds it again', { skip: !isRoot }, async t => {
  const directory = await makeDirectory(t)
  await chmod(directory, 0o700)
  const dataDir = join(directory, 'data')
  const first = await startEmbeddedPostgres({ dataDir, log: quiet })
  t.after(() => rm(first.directory, { recursive: true, force: true }))
  assert.ok(!first.directory.startsWith(directory))
  await query(first.connection, 'create table film (title text)')
  await first.stop()
  await using second = await startEmbeddedPostgres({ dataDir, log: quiet })
  assert.equal(second.directory, first.directory)
  assert.deepEqual(await query(second.connection, 'select * from film'), [])
  await second.stop()

  await rm(first.directory, { recursive: true })
  await assert.rejects(startEmbeddedPostgres({ dataDir, log: quiet }), { kind: 'unusable-data' })
})
