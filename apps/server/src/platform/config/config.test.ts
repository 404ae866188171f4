import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { ConfigError, readConfig } from './config.ts'
import { envExample } from './env-example.ts'

test('an empty environment gives a whole configuration', () => {
  const config = readConfig({})
  assert.equal(config.port, 8001)
  assert.equal(config.publicUrl, 'http://localhost:8001')
  assert.equal(config.database.kind, 'embedded')
  assert.equal(config.limits.musicBytes, 50 * 1024 * 1024)
  assert.equal(config.corsOrigins, '*')
})

for (const [name, value] of [
  ['BACKEND_PORT', 'eighty'],
  ['BACKEND_PORT', '70000'],
  ['DATABASE_URL', 'mongodb://localhost'],
  ['DB_NAME', 'a"; drop table'],
  ['MAX_IMAGE_SIZE_MB', '-1'],
  ['DEBUG', 'perhaps'],
  ['LOG_LEVEL', 'loud'],
  ['PUBLIC_URL', 'javascript:alert(1)'],
  ['STORAGE', 'tape'],
  ['STORAGE_TOKEN', 'short'],
] as const)
  test(`${name}=${value} is refused in one line that names it`, () => {
    assert.throws(
      () => readConfig({ [name]: value }),
      (error: Error) => error instanceof ConfigError && error.message.startsWith(`${name}: `) && !error.message.includes('\n'),
    )
  })

for (const [name, environment] of [
  ['S3_BUCKET', { STORAGE: 's3' }],
  ['S3_ACCESS_KEY_ID', { STORAGE: 's3', S3_BUCKET: 'films', S3_ACCESS_KEY_ID: 'me' }],
  ['STORAGE_NODES', { STORAGE: 'cluster' }],
  ['STORAGE_NODES', { STORAGE: 'cluster', STORAGE_NODES: 'one:7400, two' }],
  ['STORAGE_WRITE_QUORUM', { STORAGE: 'cluster', STORAGE_NODES: 'one:7400', STORAGE_REPLICAS: '1' }],
] as const)
  test(`${JSON.stringify(environment)} is refused in one line that names ${name}`, () => {
    assert.throws(
      () => readConfig(environment),
      (error: Error) => error instanceof ConfigError && error.message.startsWith(`${name}: `) && !error.message.includes('\n'),
    )
  })

test('storage nodes are named one by one, by DNS or by a registry', () => {
  const membership = (STORAGE_NODES: string) => {
    const { storage } = readConfig({ STORAGE: 'cluster', STORAGE_NODES })
    return storage.kind === 'cluster' ? storage.membership : null
  }
  assert.deepEqual(membership('a:7400, [::1]:7401'), { kind: 'list', addresses: ['a:7400', '[::1]:7401'] })
  assert.deepEqual(membership('dns:nodes.example.org:7400'), { kind: 'dns', name: 'nodes.example.org', port: 7400 })
  assert.deepEqual(membership('registry'), { kind: 'registry' })
})

test('a secret is not repeated in the error', () => {
  assert.throws(
    () => readConfig({ DATABASE_URL: 'mysql://me:hunter2@host/db' }),
    (error: Error) => !error.message.includes('hunter2'),
  )
})

test('.env.example is what the settings say', async () => {
  const written = await readFile(new URL('../../../../../.env.example', import.meta.url), 'utf8')
  assert.equal(written, envExample())
})
