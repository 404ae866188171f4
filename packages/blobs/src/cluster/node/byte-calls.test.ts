import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect as connectHttp2 } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { startProxy } from '../../testing/proxy.ts'
import { createConnect } from '../client/connect.ts'
import { statusOf } from '../client/failure.ts'
import { contentOf } from '../store/chunk-buffer.ts'
import { framed } from '../wire/frames.ts'
import { getMethod, putMethod } from '../wire/service.ts'
import { openStorageNode } from './open.ts'

const token = 'a token of at least thirty-two characters'
const MiB = 1024 * 1024

async function startNode(t: TestContext) {
  const root = await mkdtemp(join(tmpdir(), 'byte-calls-'))
  const node = await openStorageNode({ root, listen: '127.0.0.1:0', name: 'one', token })
  t.after(async () => {
    await node.kill()
    await rm(root, { recursive: true, force: true })
  })
  return node
}

/** A client as anybody would have it: grpc-js and the published messages. */
function plainClient(t: TestContext, address: string) {
  const client = new Client(address, credentials.createInsecure())
  t.after(() => client.close())
  const metadata = new Metadata()
  metadata.set('authorization', `Bearer ${token}`)
  return {
    put: (parts: readonly object[], given = metadata) =>
      new Promise<object>((resolve, reject) => {
        const { path, requestSerialize, responseDeserialize } = putMethod
        const answered = (error: ServiceError | null, reply?: object) => (error ? reject(error) : resolve(reply as object))
        const call = client.makeClientStreamRequest(path, requestSerialize as never, responseDeserialize, given, answered)
        for (const part of parts) call.write(part)
        call.end()
      }),
    async get(hash: string) {
      const { path, requestSerialize, responseDeserialize } = getMethod
      const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, { hash }, metadata)
      return Buffer.concat((await call.toArray()).map(({ data }: { data: Uint8Array }) => data))
    },
  }
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const fails = (code: status) => (error: unknown) => statusOf(error) === code

test('any client of gRPC puts and gets chunks', async t => {
  const { put, get } = plainClient(t, (await startNode(t)).address)
  for (const size of [0, 1, 5 * MiB]) {
    const bytes = randomBytes(size)
    const hash = sha256(bytes)
    const parts = Array.from({ length: Math.ceil(size / MiB) }, (_, index) => ({
      data: bytes.subarray(index * MiB, (index + 1) * MiB),
    }))
    assert.deepEqual(await put([{ header: { hash, size, stamp: 1 } }, ...parts]), {})
    assert.ok((await get(hash)).equals(bytes), `${size} bytes`)
  }
})

test('what does not fit its header is refused with a reason, and nothing of it stays', async t => {
  const node = await startNode(t)
  const { put, get } = plainClient(t, node.address)
  const bytes = randomBytes(1000)
  const hash = sha256(bytes)
  const header = { hash, size: 1000, stamp: 1 }
  await assert.rejects(put([{ header }, { data: bytes.subarray(1) }]), fails(status.DATA_LOSS))
  await assert.rejects(put([{ header }, { data: bytes }, { data: bytes }]), fails(status.INVALID_ARGUMENT))
  await assert.rejects(put([{ data: bytes }]), fails(status.INVALID_ARGUMENT))
  await assert.rejects(put([]), fails(status.INVALID_ARGUMENT))
  await assert.rejects(put([{ header: { ...header, size: 2 ** 31 } }]), fails(status.INVALID_ARGUMENT))
  await assert.rejects(put([{ header }, { data: Buffer.alloc(3 * MiB) }]), fails(status.INVALID_ARGUMENT))
  await assert.rejects(put([{ header }, { data: bytes }], new Metadata()), fails(status.UNAUTHENTICATED))
  await assert.rejects(get(hash), fails(status.NOT_FOUND))
  assert.equal((await node.describe()).chunks, 0)
})

test('a stream that is no gRPC, ends within a message or is left is no chunk, and others go on', async t => {
  const node = await startNode(t)
  const session = connectHttp2(`http://${node.address}`)
  // The node ends first.
  session.on('error', () => undefined)
  t.after(() => session.destroy())
  const headers = {
    ':method': 'POST',
    ':path': putMethod.path,
    'content-type': 'application/grpc',
    authorization: `Bearer ${token}`,
  }
  const bytes = randomBytes(1000)
  const header = framed(putMethod.requestSerialize({ header: { hash: sha256(bytes), size: 1000, stamp: 1 } }))
  const data = framed(putMethod.requestSerialize({ data: bytes }))
  const statusAfter = (sent: Buffer) =>
    new Promise<unknown>((resolve, reject) => {
      const stream = session.request(headers)
      stream.on('response', answer => resolve(Number(answer['grpc-status'])))
      stream.on('error', reject)
      stream.resume()
      stream.end(sent)
    })
  assert.equal(await statusAfter(Buffer.concat([header, data.subarray(0, 500)])), status.DATA_LOSS)
  assert.equal(await statusAfter(Buffer.from('GET / HTTP/1.1\r\n\r\n')), status.INVALID_ARGUMENT)
  // More than are in memory at once are begun and left, some while they waited for room; then there is room again.
  const left = Array.from({ length: 20 }, () => session.request(headers))
  for (const stream of left) stream.on('error', () => undefined).write(header)
  for (const stream of left) stream.close()
  const { put, get } = plainClient(t, node.address)
  await put([{ header: { hash: sha256(bytes), size: 1000, stamp: 1 } }, { data: bytes }])
  assert.ok((await get(sha256(bytes))).equals(bytes))
})

test('a connection that fell silent is left: the next call finds the node again', async t => {
  const node = await startNode(t)
  const proxy = await startProxy(() => Number(node.address.split(':')[1]))
  const patience = { transferMs: 300, controlMs: 100 }
  const connect = createConnect({ token }, patience, () => `127.0.0.1:${proxy.port}`)
  t.after(async () => {
    connect.close()
    await proxy[Symbol.asyncDispose]()
  })
  const client = connect(node.address)
  const bytes = randomBytes(3 * MiB)
  const content = contentOf(bytes)
  // However slow this machine is, one of the tries comes through in fair weather, and none in silence.
  const untilThrough = async (work: () => Promise<unknown>) => {
    while (
      !(await work().then(
        () => true,
        () => false,
      ))
    );
  }
  await untilThrough(() => client.put(content, 1))
  proxy.set({ kind: 'silent' })
  await assert.rejects(client.get(content.hash, content.size))
  await assert.rejects(client.put(content, 2))
  proxy.set({ kind: 'fair' })
  await untilThrough(async () => assert.ok((await client.get(content.hash, content.size)).equals(bytes)))
})
