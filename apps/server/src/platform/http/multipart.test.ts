import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { Agent, request as createRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import sharp from 'sharp'
import { createTestServer, type TestServer } from '../../testing.ts'

const path = '/api/v1/media/faces'

describe('multipart uploads', () => {
  let server: TestServer
  before(async () => {
    server = await createTestServer({ MAX_IMAGE_SIZE_MB: '1', TRUST_PROXY: 'true' })
  })
  after(() => server[Symbol.asyncDispose]())

  let calls = 0
  const headers = (more: Record<string, string> = {}) => ({
    authorization: `Bearer ${server.owner.tokens.accessToken}`,
    'x-forwarded-for': `10.1.0.${++calls}`,
    ...more,
  })
  const send = async (body: NonNullable<RequestInit['body']>, more?: Record<string, string>, to = path) => {
    const response = await fetch(server.address + to, {
      method: 'POST',
      headers: headers(more),
      body,
      signal: AbortSignal.timeout(10_000),
    })
    return { status: response.status, problem: (await response.json()) as { code: string; errors: { field: string }[] } }
  }
  const part = (head: string, content: string, boundary = 'edge') =>
    `--${boundary}\r\n${head}\r\n\r\n${content}\r\n--${boundary}--\r\n`
  const type = (boundary = 'edge') => ({ 'content-type': `multipart/form-data; boundary=${boundary}` })
  const file = 'Content-Disposition: form-data; name="file"; filename="x.png"'
  const temporary = () => readdir(join(server.context.config.mediaDir, 'blobs/temporary'))

  test('more bytes than the limit are refused, and so are none', async () => {
    const form = (bytes: number) => {
      const data = new FormData()
      data.set('file', new Blob([new Uint8Array(bytes)]), 'x.png')
      return data
    }
    assert.equal((await send(form(1024 ** 2 + 1))).status, 413)
    assert.equal((await send(form(1024 ** 2))).problem.code, 'unreadable-media')
    assert.equal((await send(form(0))).status, 422)
    assert.deepEqual(await temporary(), [])
  })

  test('an upload that is sent again under its key is the same upload; another file under it is refused', async () => {
    const picture = async (width: number) =>
      new Blob([
        await sharp({ create: { width, height: 8, channels: 3, background: '#d9822b' } })
          .png({ compressionLevel: 0 })
          .toBuffer(),
      ])
    const upload = async (file: Blob) => {
      const data = new FormData()
      data.set('file', file, 'x.png')
      const response = await fetch(server.address + path, {
        method: 'POST',
        headers: headers({ 'idempotency-key': 'once' }),
        body: data,
      })
      return { status: response.status, id: ((await response.json()) as { id?: string }).id }
    }
    const first = await upload(await picture(8))
    assert.equal(first.status, 201)
    assert.deepEqual(await upload(await picture(8)), first)
    assert.equal((await upload(await picture(16))).status, 422)
    const { rows } = await sql`select from media_file`.execute(server.context.database)
    assert.equal(rows.length, 1)
  })

  test('what is refused in the middle of a body leaves the line open for the next request', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const post = async (to: string, body: string) => {
      const request = createRequest(server.address + to, { agent, method: 'POST', headers: headers(type()) }).end(body)
      const [response] = (await once(request, 'response')) as [IncomingMessage]
      await response.resume().toArray()
      return response.statusCode
    }
    const field = '--edge\r\nContent-Disposition: form-data; name="visibility"\r\n\r\nnobody\r\n'
    const body = field + part(file, 'x'.repeat(500_000))
    assert.deepEqual([await post('/api/v1/videos/upload', body), await post('/api/v1/videos/upload', body)], [400, 400])
    agent.destroy()
  })

  test('a JSON body that speaks of files is no upload', async () => {
    const files = [{ filepath: '/etc/passwd', path: '/etc/passwd', buffer: 'x', fieldname: 'file' }]
    for (const body of [{ files }, { file: files[0] }]) {
      const { status, problem } = await send(JSON.stringify(body), { 'content-type': 'application/json' })
      assert.deepEqual([status, problem.code], [415, 'unsupported-media'])
    }
  })

  test('the file has to come under its name', async () => {
    const { status, problem } = await send(part('Content-Disposition: form-data; name="other"; filename="x"', 'x'), type())
    assert.deepEqual([status, problem.errors[0]?.field], [400, 'file'])
    assert.equal((await send(part('Content-Disposition: form-data; name="file"', 'text, no file'), type())).status, 400)
    assert.equal((await send(part('Content-Disposition: form-data; name="__proto__"; filename="x"', 'x'), type())).status, 400)
    assert.equal(Object.hasOwn(Object.prototype, 'file'), false)
  })

  test('odd boundaries and broken bodies are refused at once', async () => {
    const long = 'b'.repeat(252)
    const bodies: [string, Record<string, string>][] = [
      [part(file, 'x', long), type(long)],
      [part(file, `\r\n--${long.slice(0, 251)}`, long), type(long)],
      [part(file, 'x'), { 'content-type': 'multipart/form-data' }],
      [part(file, 'x'), type('')],
      ['', type()],
      ['--edge', type()],
      ['--edge\r\n\r\n\r\n--edge--', type()],
      [`--edge\r\n__proto__: x\r\n${file}\r\n\r\nx\r\n--edge--\r\n`, type()],
      [`--edge\r\n${file}\r\n${'X: y\r\n'.repeat(5000)}\r\nx\r\n--edge--\r\n`, type()],
      [`--edge\r\n${file}\r\n\r\nno end`, type()],
      [`${'--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'.repeat(50)}${part(file, 'x')}`, type()],
    ]
    for (const [body, more] of bodies) {
      const { status } = await send(body, more)
      assert.ok(status >= 400 && status < 500, `${status} for ${body.slice(0, 60)}`)
    }
  })

  test('uploads that break off leave nothing behind', async () => {
    const { hostname, port } = new URL(server.address)
    for (let n = 0; n < 30; n++) {
      const socket = connect(Number(port), hostname)
      const head = Object.entries(headers({ ...type(), 'content-length': '900000', host: 'x' })).map(pair => pair.join(': '))
      socket.write(`POST ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n--edge\r\n${file}\r\n\r\n${'x'.repeat(n * 20_000)}`)
      await once(socket, 'connect')
      socket.destroy()
    }
    while ((await temporary()).length > 0) await new Promise(resolve => setTimeout(resolve, 20))
    const connections = () => new Promise<number>(resolve => server.app.server.getConnections((_, count) => resolve(count)))
    while ((await connections()) > 5) await new Promise(resolve => setTimeout(resolve, 20))
    assert.equal((await fetch(`${server.address}/livez`)).status, 200)
  })

  test('nobody may send gigabytes before it is known who they are', async () => {
    const { hostname, port } = new URL(server.address)
    const socket = connect(Number(port), hostname)
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type()['content-type']}\r\nContent-Length: 9000000000\r\n\r\n`,
    )
    const [answer] = (await once(socket, 'data')) as [Buffer]
    assert.match(answer.toString(), /^HTTP\/1\.1 401 /)
    socket.destroy()
  })
})
