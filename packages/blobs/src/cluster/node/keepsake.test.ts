import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openKeepsake } from './keepsake.ts'

async function openOne(t: TestContext) {
  const root = await mkdtemp(join(tmpdir(), 'keepsake-'))
  t.after(() => rm(root, { recursive: true, force: true }))
  const onDisk = async () => JSON.parse(await readFile(join(root, 'node.json'), 'utf8')) as object
  return { root, keepsake: await openKeepsake(root, 'one'), onDisk }
}

test('a node that looks after its folder while it hears of epochs fails at neither', async t => {
  const { keepsake, onDisk } = await openOne(t)
  for (let epoch = 1; epoch <= 40; epoch++) await Promise.all([keepsake.check(), keepsake.hear(epoch), keepsake.check()])
  assert.deepEqual(await onDisk(), { id: 'one', epoch: 40 })
})

test('an epoch that could not be written is written when it is heard of again', async t => {
  const { root, keepsake, onDisk } = await openOne(t)
  const inTheWay = join(root, 'node.json.new')
  await mkdir(inTheWay)
  await assert.rejects(keepsake.hear(7))
  await assert.rejects(keepsake.hear(7))
  assert.equal(keepsake.epoch(), 7)
  await rmdir(inTheWay)
  await keepsake.hear(7)
  assert.deepEqual(await onDisk(), { id: 'one', epoch: 7 })
})

test('a folder that was given back is written to no more', async t => {
  const { root, keepsake, onDisk } = await openOne(t)
  await Promise.allSettled([keepsake.hear(1), keepsake.release()])
  const next = await openKeepsake(root, 'one')
  await next.hear(5)
  await assert.rejects(keepsake.hear(6), /stopped/)
  await assert.rejects(keepsake.check(), /stopped/)
  assert.deepEqual(await onDisk(), { id: 'one', epoch: 5 })
})
