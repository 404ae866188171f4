import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { Client, credentials, status } from '@grpc/grpc-js'
import { service as health } from 'grpc-health-check'
import type { BlobHash } from '../../hash.ts'
import { createConnect } from '../client/connect.ts'
import { DamagedChunk, statusOf } from '../client/failure.ts'
import { partitionOf } from '../placement/partition.ts'
import { contentOf } from '../store/chunk-buffer.ts'
import type { Security } from '../wire/security.ts'
import { openStorageNode, type StorageNodeOptions } from './open.ts'

const token = 'a token of at least thirty-two characters'

async function startNode(t: TestContext, options: Partial<StorageNodeOptions> = {}) {
  const root = await mkdtemp(join(tmpdir(), 'node-'))
  const node = await openStorageNode({ root, listen: '127.0.0.1:0', name: 'one', ...options })
  t.after(async () => {
    await node.kill()
    await rm(root, { recursive: true, force: true })
  })
  const clientOf = (security: Security) => {
    const connect = createConnect(security)
    t.after(() => connect.close())
    return connect(node.address)
  }
  return { root, node, clientOf }
}

const chunkOf = (bytes: Buffer) => ({ ...contentOf(bytes), bytes })
const fails = (code: status) => (error: unknown) => statusOf(error) === code

test('a chunk comes back as it was, a wrong one is refused, a missing one is not found', async t => {
  const { clientOf } = await startNode(t)
  const client = clientOf({})
  for (const size of [1, 1024 * 1024, 4 * 1024 * 1024]) {
    const { bytes, ...content } = chunkOf(randomBytes(size))
    const { hash } = content
    await client.put(content, 1)
    assert.ok((await client.get(hash, size)).equals(bytes))
    await assert.rejects(client.get(hash, size - 1), DamagedChunk)
  }
  const { hash } = chunkOf(randomBytes(10))
  await assert.rejects(client.put({ ...chunkOf(randomBytes(10)), hash }, 1), fails(status.DATA_LOSS))
  await assert.rejects(client.get(hash, 10), fails(status.NOT_FOUND))
  await assert.rejects(client.get('../../etc/passwd' as BlobHash, 10), fails(status.INVALID_ARGUMENT))
})

test('a late deletion does not take what was put again, and one of an old epoch takes nothing', async t => {
  const { clientOf } = await startNode(t)
  const client = clientOf({})
  const content = chunkOf(randomBytes(100))
  const { hash } = content
  await client.put(content, 7)
  await client.put(content, 5)
  assert.equal(await client.delete(hash, 6, 0), false)
  assert.deepEqual(await client.confirm([{ hash, stamp: 9 }], 3), [true])
  assert.equal(await client.delete(hash, 8, 3), false)
  await assert.rejects(client.delete(hash, 0, 2), fails(status.FAILED_PRECONDITION))
  assert.equal(await client.delete(hash, 9, 3), true)
  assert.deepEqual(await client.confirm([{ hash, stamp: 10 }], 3), [false])
})

test('a file that somebody wrote to has no stamp: it is no younger than every deletion', async t => {
  const { root, clientOf } = await startNode(t)
  const client = clientOf({})
  const content = chunkOf(randomBytes(100))
  const { hash } = content
  await client.put(content, 7)
  const now = new Date()
  await utimes(join(root, 'sha256', hash.slice(0, 2), hash.slice(2, 4), hash), now, now)
  assert.equal(await client.delete(hash, 8, 0), true)
})

test('the epoch outlives the process, and a folder has one node at a time', async t => {
  const { root, node, clientOf } = await startNode(t)
  await clientOf({}).confirm([], 12)
  await assert.rejects(openStorageNode({ root, listen: '127.0.0.1:0' }), /in use by another storage node/)
  await node.kill()
  await assert.rejects(openStorageNode({ root, listen: '127.0.0.1:0', name: 'two' }), /belongs to the node one/)
  const again = await openStorageNode({ root, listen: '127.0.0.1:0' })
  t.after(() => again.kill())
  assert.equal((await again.describe()).epoch, 12)
})

test('a lock of another machine holds as long as that one touches it', async t => {
  const { root, node } = await startNode(t)
  await node.kill()
  const lock = join(root, 'lock.1')
  await writeFile(lock, `${Buffer.from('another machine').toString('hex')}.1.1.x`)
  await assert.rejects(openStorageNode({ root, listen: '127.0.0.1:0' }), /in use by another storage node/)
  const aMinuteAgo = new Date(Date.now() - 61_000)
  await utimes(lock, aMinuteAgo, aMinuteAgo)
  const again = await openStorageNode({ root, listen: '127.0.0.1:0' })
  await again.kill()
})

test('a node below which the disk is gone does not say that it is there', async t => {
  const { root, clientOf } = await startNode(t)
  const client = clientOf({})
  assert.equal((await client.describe()).id, 'one')
  await rename(root, `${root}.away`)
  t.after(() => rm(`${root}.away`, { recursive: true, force: true }))
  await mkdir(root)
  await assert.rejects(client.describe())
})

test('a copy that is found damaged when it should be confirmed is put aside, and counts as missing', async t => {
  const { clientOf, root } = await startNode(t)
  const client = clientOf({})
  const content = chunkOf(randomBytes(1000))
  const { hash } = content
  await client.put(content, 1)
  const file = join(root, 'sha256', hash.slice(0, 2), hash.slice(2, 4), hash)
  await chmod(file, 0o640)
  await writeFile(file, randomBytes(1000))
  assert.deepEqual(await client.confirm([{ hash, stamp: 2 }], 1), [false])
  assert.deepEqual(await client.list(partitionOf(hash)), [])
  assert.equal((await client.describe()).chunks, 0)
})

test('a node that cannot fetch a chunk since the other one has none is not taken for broken', async t => {
  const [{ clientOf }, { node: other }] = [await startNode(t), await startNode(t)]
  const client = clientOf({})
  const { hash } = chunkOf(randomBytes(10))
  for (let time = 0; time < 5; time++)
    await assert.rejects(client.pull({ hash, size: 10, stamp: 1, from: other.address }), fails(status.FAILED_PRECONDITION))
  assert.equal(client.isGivenUp(), false)
})

test('without the token every call is refused; health and reflection answer everybody', async t => {
  const { node, clientOf } = await startNode(t, { token })
  await assert.rejects(clientOf({}).describe(), fails(status.UNAUTHENTICATED))
  await assert.rejects(clientOf({ token: `${token}.` }).list(0), fails(status.UNAUTHENTICATED))
  assert.equal((await clientOf({ token }).describe()).id, 'one')
  const plain = new Client(node.address, credentials.createInsecure())
  t.after(() => plain.close())
  const { path, requestSerialize, responseDeserialize } = health['Check'] as (typeof health)[string]
  const answer = await new Promise((resolve, reject) =>
    plain.makeUnaryRequest(path, requestSerialize, responseDeserialize, { service: '' }, (error, reply) =>
      error ? reject(error) : resolve(reply),
    ),
  )
  assert.deepEqual(answer, { status: 'SERVING' })
})

test('with certificates only those of the same authority are heard', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'certificates-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  if (spawnSync('openssl', ['version']).status !== 0) return t.skip('openssl is not installed')
  const own = await certificatesOf(folder, 'own')
  const foreign = await certificatesOf(folder, 'foreign')
  const { clientOf } = await startNode(t, { certificates: own })
  const client = clientOf({ certificates: own })
  assert.equal((await client.describe()).id, 'one')
  const { bytes, ...content } = chunkOf(randomBytes(1024 * 1024))
  await client.put(content, 1)
  assert.ok((await client.get(content.hash, content.size)).equals(bytes))
  for (const stranger of [clientOf({ certificates: { ...foreign, authority: own.authority } }), clientOf({})]) {
    await assert.rejects(stranger.describe())
    await assert.rejects(stranger.get(content.hash, content.size))
  }
})

/** A certificate for 127.0.0.1 and the authority that signed it. */
async function certificatesOf(folder: string, name: string) {
  const at = (file: string) => join(folder, `${name}.${file}`)
  const openssl = (...args: string[]) => {
    const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' })
    assert.equal(status, 0, stderr)
  }
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl('req', '-x509', ...key, '-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', `/CN=${name}`, '-days', '2')
  openssl('req', ...key, '-keyout', at('key.pem'), '-out', at('csr'), '-subj', '/CN=node')
  await writeFile(at('ext'), 'subjectAltName=IP:127.0.0.1')
  const signing = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('ext'), '-days', '2']
  openssl('x509', '-req', '-in', at('csr'), '-out', at('cert.pem'), ...signing)
  const [authority, certificate, ownKey] = await Promise.all(['ca.pem', 'cert.pem', 'key.pem'].map(file => readFile(at(file))))
  return { authority, certificate, key: ownKey } as { authority: Buffer; certificate: Buffer; key: Buffer }
}
