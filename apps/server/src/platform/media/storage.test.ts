import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openStorageNode, type StorageNode } from '@storycanvas/blobs/node'
import { v7 as uuid } from 'uuid'
import { createTestServer } from '../../testing.ts'
import { RequestError } from '../http/problem.ts'
import { fileAddress } from './grants.ts'
import { useBlob } from './media.ts'

const folder = await mkdtemp(join(tmpdir(), 'storage-'))
const token = 'a token of at least thirty-two characters'
const nodes = new Map<string, StorageNode>()
const start = async (name: string, listen = '127.0.0.1:0') =>
  nodes.set(name, await openStorageNode({ root: join(folder, name), name, listen, token }))
for (const name of ['one', 'two', 'three']) await start(name)
const addresses = [...nodes.values()].map(({ address }) => address)
const server = await createTestServer({
  STORAGE: 'cluster',
  STORAGE_NODES: addresses.join(','),
  STORAGE_TOKEN: token,
})
after(async () => {
  await server[Symbol.asyncDispose]()
  for (const node of nodes.values()) await node.kill()
  await rm(folder, { recursive: true, force: true })
})

const { media, database, grants } = server.context
const limit = 1e6

async function keep(text: string) {
  const stored = await media.keep(Buffer.from(text), limit)
  await database.transaction().execute(tx => useBlob(tx, stored, 'text/vtt', 'media', uuid()))
  return stored
}

const served = async (hash: string) => (await fetch(server.address + fileAddress(grants, hash, 'text/vtt'))).text()

test('what is kept on storage nodes is served, and is a file for whoever needs one', async () => {
  const { hash } = await keep('WEBVTT')
  assert.equal(await served(hash), 'WEBVTT')
  await using file = await media.materialise(hash)
  assert.equal(await readFile(file.path, 'utf8'), 'WEBVTT')
  assert.equal(await readFile(media.pathOf(hash), 'utf8'), 'WEBVTT')
})

test('with a node gone everything is served and kept; with two gone keeping is refused in words, and serving goes on', async () => {
  const { hash } = await keep('NOTE before')
  await nodes.get('one')?.kill()
  assert.equal(await served((await keep('NOTE with two')).hash), 'NOTE with two')
  assert.equal(await served(hash), 'NOTE before')
  await nodes.get('two')?.kill()
  assert.equal(await served(hash), 'NOTE before')
  assert.equal((await fetch(`${server.address}/readyz`)).status, 200)
  await assert.rejects(media.keep(Buffer.from('NOTE with one'), limit), (error: unknown) => {
    assert.ok(error instanceof RequestError && error.code === 'unavailable', String(error))
    assert.match(error.message, /1 of 2 copies could be stored/)
    return true
  })
  await Promise.all(['one', 'two'].map((name, index) => start(name, addresses[index])))
  assert.equal(await served((await keep('NOTE after')).hash), 'NOTE after')
})
