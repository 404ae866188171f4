import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createTestDatabase } from '../../../../../apps/server/src/platform/embedded-postgres/testing.ts'
import type { BlobHash } from '../../hash.ts'
import { ledgerSchema, roundSchema } from '../ledger/schema.ts'
import { openClusterStore } from '../open.ts'
import { openPool } from '../testing.ts'
import { startNode, startNodes } from './start.ts'

const limit = 64 * 1024 * 1024
const names = ['a', 'b', 'c', 'd', 'e']

test('processes killed while they are written to: no read fails, writes go on, and three copies return by themselves', async t => {
  await using closing = new AsyncDisposableStack()
  const database = closing.use(await createTestDatabase())
  const folder = await mkdtemp(join(tmpdir(), 'processes-'))
  closing.defer(() => rm(folder, { recursive: true, force: true }))
  const pool = openPool(database.connection)
  closing.defer(() => pool.end())
  await pool.query(ledgerSchema.up + roundSchema.up)
  const programs = new Map((await startNodes(folder, names)).map((program, index) => [names[index] as string, program]))
  closing.defer(async () => void (await Promise.all([...programs.values()].map(program => program.kill()))))
  const addresses = [...programs.values()].map(({ ready }) => ready)
  const store = await openClusterStore({ pool, membership: { kind: 'list', addresses } })
  closing.defer(async () => store.close())

  const stored = new Map<BlobHash, Buffer>()
  const put = async () => {
    const bytes = randomBytes(1_000_000)
    stored.set((await store.put(bytes, { limit })).hash, bytes)
  }
  const readAll = async () => {
    for (const [hash, bytes] of stored) assert.ok(Buffer.concat(await (await store.read(hash)).toArray()).equals(bytes))
  }
  for (const name of ['b', 'd', 'b']) {
    const port = Number(programs.get(name)?.ready.split(':')[1])
    const putting = Promise.all([put(), put(), put(), put()])
    await programs.get(name)?.kill('SIGKILL')
    await Promise.all([putting, readAll()])
    await put()
    programs.set(name, await startNode(folder, name, port))
  }
  await programs.get('c')?.kill('SIGKILL')
  programs.delete('c')
  await readAll()
  await put()
  // As when all that time has passed; the others have then answered a moment ago, however slow this machine is.
  await store.caretaker.meet()
  await pool.query(`update storage_node set seen_at = seen_at - interval '1 hour' where id = 'c'`)
  let rounds = 0
  for (let isWhole = false; !isWhole; rounds++) {
    await store.caretaker.meet()
    const done = await store.caretaker.settle()
    const { isSettled, openHints, nodes } = await store.status()
    isWhole = isSettled && openHints === 0 && done?.missing === 0 && nodes.some(({ id, isMember }) => id === 'c' && !isMember)
  }
  const held = await pool.query<{ chunks: number }>('select count(*)::int as chunks from storage_chunk')
  await store.caretaker.meet()
  const copies = (await store.status()).nodes.filter(({ isMember }) => isMember).reduce((sum, { chunks }) => sum + chunks, 0)
  assert.equal(copies, 3 * (held.rows[0]?.chunks ?? 0))
  await readAll()
  t.diagnostic(`${stored.size} blobs, whole after ${rounds} rounds`)
})
