import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readdir, rmdir, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { createTestDatabase } from '../../../../../apps/server/src/platform/embedded-postgres/testing.ts'
import { isBlobHash } from '../../hash.ts'
import { createQueries } from '../ledger/database.ts'
import { createLedger } from '../ledger/ledger.ts'
import { createRepairs } from '../ledger/repairs.ts'
import { partitionOf } from '../placement/partition.ts'
import { contentOf } from '../store/chunk-buffer.ts'
import { startCluster } from '../testing.ts'

async function startNodes(t: TestContext, count: number) {
  const closing = new AsyncDisposableStack()
  t.after(() => closing.disposeAsync())
  const database = closing.use(await createTestDatabase())
  const cluster = closing.use(await startCluster(database.connection, count))
  return { ...cluster, store: await cluster.open() }
}

const limit = 1_000_000

test('a copy that is owed of a chunk that is in no blob any more holds nothing up', async t => {
  const { pool, store } = await startNodes(t, 3)
  const { hash } = await store.put(randomBytes(1000), { limit })
  await store.delete(hash, { storedBefore: new Date(8.64e15 / 10) })
  await store.caretaker.sweep(0)
  // A node that was away came back with its copy, which is claimed to be swept some day; its bytes are unknown.
  await pool.query('insert into storage_chunk (hash, size, stamp, valid_from) values ($1, 0, 0, 0)', [hash])
  await pool.query(`insert into storage_hint (node, chunk) values ('node-1', $1)`, [hash])
  const done = await store.caretaker.settle()
  assert.deepEqual([done?.missing, done?.silent], [0, []])
  assert.equal((await store.status()).openHints, 0)
})

test('a copy that is owed to a node that is not to hold the chunk any more is not made', async t => {
  const { pool, store } = await startNodes(t, 4)
  const { hash } = await store.put(randomBytes(1000), { limit })
  const held = await pool.query('select placement -> $1::int as holders from storage_map', [partitionOf(hash)])
  const other = [0, 1, 2, 3].find(index => !(held.rows[0].holders as number[]).includes(index))
  await pool.query('insert into storage_hint (node, chunk) values ($1, $2)', [`node-${other}`, hash])
  assert.equal((await store.caretaker.settle())?.moved, 0)
  assert.equal((await store.status()).openHints, 0)
})

test('who goes by an older table forgets no copy that is owed by the newest', async t => {
  const { pool, store } = await startNodes(t, 3)
  const { hash } = await store.put(randomBytes(1000), { limit })
  await pool.query('insert into storage_hint (node, chunk) values ($1, $2)', ['node-2', hash])
  const repairs = createRepairs(createQueries(pool))
  await repairs.dropHints(['node-0', 'node-1'], 0)
  assert.equal(await repairs.openHints(), 1)
  await repairs.dropHints(['node-0', 'node-1'], 1)
  assert.equal(await repairs.openHints(), 0)
})

test('copies in excess go once a node that could not write down the epoch can again', async t => {
  const { folder, store } = await startNodes(t, 4)
  for (let count = 0; count < 12; count++) await store.put(randomBytes(1000), { limit })
  await store.setState('node-3', 'draining')
  const inTheWay = join(folder, 'node-0', 'node.json.new')
  await mkdir(inTheWay)
  await store.caretaker.meet()
  const held = await store.caretaker.settle()
  assert.ok(held && held.kept > 0)
  assert.match(
    (await store.status()).waitingFor.join('\n'),
    /copies in excess stay[^]*node-0 does not confirm its copies .*EISDIR/,
  )
  const chunksOn = async (id: string) => {
    await store.caretaker.meet()
    return (await store.status()).nodes.find(node => node.id === id)?.chunks
  }
  assert.notEqual(await chunksOn('node-3'), 0, 'nothing goes while a holder does not confirm that it has its own')
  await rmdir(inTheWay)
  const done = await store.caretaker.settle()
  assert.ok(done && done.dropped > 0 && done.kept === 0)
  await store.caretaker.meet()
  assert.deepEqual((await store.status()).waitingFor, [])
  assert.deepEqual([await chunksOn('node-0'), await chunksOn('node-3')], [12, 0])
})

test('a node that was drained and stopped is missed by nobody; of one that is gone a scrub tells after it has read the others', async t => {
  const { folder, nodes, pool, store } = await startNodes(t, 5)
  const { hash } = await store.put(randomBytes(1000), { limit })
  await store.setState('node-4', 'draining')
  await store.caretaker.meet()
  await store.caretaker.settle()
  await nodes[4]?.kill()
  const scrubbed = () => Array.fromAsync(store.scrub(AbortSignal.timeout(20_000)))
  assert.deepEqual(await scrubbed(), [])
  await pool.query(`update storage_node set seen_at = seen_at - interval '1 hour' where id = 'node-4'`)
  await store.caretaker.meet()
  await store.caretaker.settle()
  assert.deepEqual((await store.status()).waitingFor, [])
  await nodes[0]?.kill()
  const copies = (await readdir(folder, { recursive: true })).filter(name => name.endsWith(hash) && !name.startsWith('node-0'))
  for (const name of copies) {
    await chmod(join(folder, name), 0o640)
    await truncate(join(folder, name), 10)
  }
  const found: string[] = []
  await assert.rejects(async () => {
    for await (const { node } of store.scrub(AbortSignal.timeout(20_000))) found.push(node)
  }, /node-0 could not be read/)
  assert.equal(found.length, copies.length)
})

for (const after of ['found on a node again', 'claimed by another put'] as const)
  test(`a put whose first chunk was swept and is ${after} is refused`, async t => {
    const { pool, nodes, open } = await startNodes(t, 3)
    const store = await open({ chunkSize: 1000 })
    const first = randomBytes(1000)
    const { promise: goOn, resolve } = Promise.withResolvers<void>()
    const slow = async function* () {
      yield first
      await goOn
      yield randomBytes(1000)
    }
    const put = store.put(slow(), { limit })
    put.catch(() => undefined)
    const held = async () => (await Promise.all(nodes.map(node => node.describe()))).reduce((sum, { chunks }) => sum + chunks, 0)
    while ((await held()) < 3);
    await store.caretaker.sweep(0)
    assert.equal(await held(), 0)
    const { hash } = contentOf(first)
    const queries = createQueries(pool)
    if (after === 'claimed by another put') await createLedger(queries).claim({ hash, size: 1000 })
    else await createRepairs(queries).adopt([hash])
    resolve()
    await assert.rejects(put, /its first bytes were swept/)
  })

test('a put whose first nodes are drained and taken away before it ends is refused, and not acknowledged without its bytes', async t => {
  const { nodes, open } = await startNodes(t, 6)
  const store = await open({ chunkSize: 1000, waitMs: 300 })
  const { promise: goOn, resolve } = Promise.withResolvers<void>()
  const slow = async function* () {
    yield randomBytes(1000)
    await goOn
    yield randomBytes(1000)
  }
  const put = store.put(slow(), { limit })
  put.catch(() => undefined)
  const holding = async () => {
    await store.caretaker.meet()
    return (await store.status()).nodes.filter(({ chunks }) => chunks > 0).map(({ id }) => id)
  }
  while ((await holding()).length < 3);
  const gone = await holding()
  for (const id of gone) await store.setState(id, 'draining')
  await store.caretaker.meet()
  await store.caretaker.settle()
  for (const node of nodes) if (gone.includes(node.id)) await node.kill()
  resolve()
  await assert.rejects(put, /nodes that have a part of it went/)
})

test('bytes that are lost are mended by putting them again, in chunks of another size too', async t => {
  const { folder, open } = await startNodes(t, 3)
  const bytes = randomBytes(2500)
  for (const chunkSize of [2000, 700, 5000]) {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile() && isBlobHash(entry.name)) await unlink(join(entry.parentPath, entry.name))
    const store = await open({ chunkSize, waitMs: 300 })
    const { hash } = await store.put(bytes, { limit })
    assert.ok(Buffer.concat(await (await store.read(hash)).toArray()).equals(bytes), String(chunkSize))
  }
})
