import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { ensureDatabase } from './database.ts'
import { createTestDatabase } from './testing.ts'
import type { Connection } from './start.ts'

async function query(connection: Connection, sql: string) {
  const client = new Client(connection)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

test('test databases of one template have its content and nothing of each other', async () => {
  let filled = 0
  const template = {
    templateKey: `films ${process.pid}`,
    template: async (connection: Connection) => {
      filled++
      await query(connection, `create table film (title text); insert into film values ('Metropolis')`)
    },
  }
  await using first = await createTestDatabase(template)
  await using second = await createTestDatabase(template)
  await query(first.connection, `insert into film values ('M')`)
  assert.deepEqual(await query(second.connection, 'select title from film'), [{ title: 'Metropolis' }])
  assert.equal(filled, 1)
})

test('many test files that start at once fill a template once', async () => {
  let filled = 0
  const template = {
    templateKey: `once ${process.pid}`,
    template: async (connection: Connection) => {
      filled++
      await query(connection, 'create table scene (number int)')
    },
  }
  const databases = await Promise.all(Array.from({ length: 8 }, () => createTestDatabase(template)))
  assert.equal(filled, 1)
  assert.equal(new Set(databases.map(({ connection }) => connection.database)).size, 8)
  await Promise.all(databases.map(database => database.drop()))
})

test('a template that could not be filled is filled anew by the next caller', async () => {
  const templateKey = `second try ${process.pid}`
  await assert.rejects(
    createTestDatabase({ templateKey, template: async () => Promise.reject(new Error('no migration')) }),
    /no migration/,
  )
  await using database = await createTestDatabase({
    templateKey,
    template: async connection => void (await query(connection, 'create table shot (id int)')),
  })
  assert.deepEqual(await query(database.connection, 'select * from shot'), [])
})

test('drop takes the database away although a client is connected', async () => {
  const database = await createTestDatabase()
  const client = new Client(database.connection)
  client.on('error', () => undefined)
  await client.connect()
  await database.drop()
  await database.drop()
  await assert.rejects(query(database.connection, 'select 1'), { code: '3D000' })
})

test('the server of a test runner ends on request, and when the runner is killed', async t => {
  const script = `import { startTestServer } from ${JSON.stringify(new URL('testing.ts', import.meta.url).href)}
    const server = await startTestServer()
    console.log(server.directory)
    process.stdin.once('data', () => server.stop().then(() => process.exit()))`
  const start = async () => {
    const runner = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['pipe', 'pipe', 'inherit'] })
    t.after(() => runner.kill('SIGKILL'))
    const [line] = (await once(runner.stdout, 'data')) as [Buffer]
    return { runner, directory: line.toString().trim() }
  }
  const [asked, killed] = await Promise.all([start(), start()])
  assert.ok(existsSync(join(asked.directory, 'connection.json')))
  asked.runner.stdin.write('end')
  killed.runner.kill('SIGKILL')
  await once(asked.runner, 'close')
  assert.equal(existsSync(asked.directory), false)
  while (existsSync(killed.directory)) await wait(20)
})

test('a named database is made once, whoever asks', async () => {
  await using database = await createTestDatabase()
  const name = `named "${process.pid}`
  const made = await Promise.all([1, 2, 3].map(() => ensureDatabase(database.connection, name)))
  assert.deepEqual(await query(made[0] as Connection, 'select current_database() as name'), [{ name }])
  await query(database.connection, `drop database "${name.replace('"', '""')}"`)
})
