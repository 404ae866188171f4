import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { promisify } from 'node:util'
import { SecretError } from './error.ts'
import { purposes } from './key.ts'
import { retireKey, rotateKey } from './key-file.ts'
import { openSecrets } from './open.ts'

const place = { table: 'credentials', row: 'r1', column: 'key', owner: 'u1' }
const randomKey = () => randomBytes(32).toString('base64')

async function makeDirectory(t: TestContext) {
  const parent = await mkdtemp(join(tmpdir(), 'secrets-'))
  t.after(() => rm(parent, { recursive: true, force: true }))
  return join(parent, 'secrets')
}

test('the first start makes three separate keys that only the owner reads; the next one finds them', async t => {
  const directory = await makeDirectory(t)
  const first = await openSecrets({ directory })
  const files = (await readdir(directory)).sort()
  assert.deepEqual(files, purposes.map(purpose => `${purpose}.keys`).sort())
  assert.equal((await stat(directory)).mode & 0o777, 0o700)
  const contents = new Set<string>()
  for (const file of files) {
    assert.equal((await stat(join(directory, file))).mode & 0o777, 0o600)
    contents.add(await readFile(join(directory, file), 'utf8'))
  }
  assert.equal(contents.size, 3)
  const second = await openSecrets({ directory })
  assert.deepEqual([second.tokenKeys[0].id, second.urlKeys[0].id], [first.tokenKeys[0].id, first.urlKeys[0].id])
  assert.equal(await second.vault.open(first.vault.seal('a key', place), place), 'a key')
})

test('many servers that start for the first time at once have the same keys', async t => {
  const directory = await makeDirectory(t)
  const script = `import { openSecrets } from ${JSON.stringify(new URL('open.ts', import.meta.url).href)}
    const { tokenKeys, urlKeys, vault } = await openSecrets({ directory: ${JSON.stringify(directory)} })
    console.log(tokenKeys[0].id, urlKeys[0].id, vault.currentPrefix())`
  const start = () => promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
  const outputs = await Promise.all([start(), start(), start(), start()])
  assert.equal(new Set(outputs.map(({ stdout }) => stdout)).size, 1)
  assert.equal((await readdir(directory)).length, 3)
})

test('the database without the keys is worth nothing', async t => {
  const { vault } = await openSecrets({ directory: await makeDirectory(t) })
  const other = await openSecrets({ directory: await makeDirectory(t) })
  await assert.rejects(other.vault.open(vault.seal('a key', place), place), { failure: { kind: 'cannot-open' } })
})

test('a damaged or empty file is refused and left as it is, never replaced', async t => {
  const directory = await makeDirectory(t)
  await openSecrets({ directory })
  const file = join(directory, 'encryption.keys')
  for (const content of ['', '\n', 'abc\n', `${'A'.repeat(42)}!\n`, `${await readFile(file, 'utf8')}half`]) {
    await writeFile(file, content)
    await assert.rejects(
      openSecrets({ directory }),
      (error: unknown) => error instanceof SecretError && error.failure.kind === 'bad-key-file',
    )
    assert.equal(await readFile(file, 'utf8'), content)
  }
})

test('a file that others could read is closed', { skip: process.platform === 'win32' }, async t => {
  const directory = await makeDirectory(t)
  await openSecrets({ directory })
  const file = join(directory, 'token-signing.keys')
  await chmod(file, 0o644)
  await openSecrets({ directory })
  assert.equal((await stat(file)).mode & 0o777, 0o600)
})

test('rotating keeps the old key until it is retired, while a running server goes on', async t => {
  const directory = await makeDirectory(t)
  const running = await openSecrets({ directory })
  const before = running.vault.seal('old', place)
  const oldId = before.split('.')[1] ?? ''
  const [current, ...others] = await rotateKey(directory, 'encryption')
  assert.deepEqual(
    others.map(({ id }) => id),
    [oldId],
  )

  const restarted = await openSecrets({ directory })
  const renewed = await restarted.vault.reseal(before, place)
  assert.ok(renewed !== undefined && renewed.startsWith(`v1.${current.id}.`))
  assert.equal(await running.vault.open(renewed, place), 'old')

  assert.deepEqual(
    (await retireKey(directory, 'encryption', oldId)).map(({ id }) => id),
    [current.id],
  )
  assert.equal((await retireKey(directory, 'encryption', current.id)).length, 1)
  const final = await openSecrets({ directory })
  assert.equal(await final.vault.open(renewed, place), 'old')
  await assert.rejects(final.vault.open(before, place), { failure: { kind: 'cannot-open' } })
  assert.equal((await readdir(directory)).length, 3)
})

test('two rotations at once never lose a key', async t => {
  const directory = await makeDirectory(t)
  const { vault } = await openSecrets({ directory })
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => rotateKey(directory, 'encryption')))
  const made = results.flatMap(result => (result.status === 'fulfilled' ? [result.value[0].id] : []))
  const ring = await rotateKey(directory, 'encryption')
  const kept = new Set(ring.map(({ id }) => id))
  assert.ok(made.length > 0)
  for (const id of made) assert.ok(kept.has(id))
  assert.ok(kept.has(vault.currentPrefix().split('.')[1] ?? ''))
})

test('keys of the environment take the place of files; the first of several is in use', async t => {
  const directory = await makeDirectory(t)
  const [older, newer] = [randomKey(), randomKey()]
  const before = await openSecrets({ directory, given: { encryption: older } })
  const sealed = before.vault.seal('a key', place)
  const after = await openSecrets({ directory, given: { encryption: `${newer}, ${older}` } })
  assert.equal(await after.vault.open(sealed, place), 'a key')
  assert.ok(await after.vault.reseal(sealed, place))
  assert.deepEqual((await readdir(directory)).sort(), ['token-signing.keys', 'url-signing.keys'])
})

test('weak keys of the environment stop the start, without being repeated', async t => {
  const directory = await makeDirectory(t)
  const weak = ['changeme', 'your-256-bit-secret-your-256-bit-secret', 'x'.repeat(40)]
  for (const purpose of purposes) {
    for (const key of weak) {
      await assert.rejects(openSecrets({ directory, given: { [purpose]: key } }), (error: unknown) => {
        assert.ok(error instanceof SecretError && error.failure.kind === 'weak-key')
        assert.equal(error.failure.purpose, purpose)
        assert.ok(!error.message.includes(key))
        return true
      })
    }
  }
})

test('one key for two purposes is refused', async t => {
  const key = randomKey()
  const given = { 'token-signing': key, 'url-signing': key }
  await assert.rejects(openSecrets({ directory: await makeDirectory(t), given }), (error: Error) =>
    error.message.includes('token-signing'),
  )
})
