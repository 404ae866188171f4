import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { test } from 'node:test'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { createOutgoing, type OutgoingClient } from './client.ts'
import type { OutgoingFailure } from './error.ts'
import { publicAddress, startTestNetwork } from './testing.ts'

const url = 'http://public.test/'
const MiB = 1024 * 1024

async function withServer(listener: RequestListener, use: (client: OutgoingClient) => Promise<void>) {
  await using world = await startTestNetwork(listener, { 'public.test': [publicAddress], 'elsewhere.test': [publicAddress] })
  await use(createOutgoing(world.network))
  assert.deepEqual(world.strays, [])
}

const failing = (failure: OutgoingFailure) => ({ failure })

async function received(request: IncomingMessage) {
  return Buffer.concat(await request.toArray()).toString()
}

test('sends method, headers and body, and gives back status, headers and body', () =>
  withServer(
    async (request, response) => {
      const { host, authorization, 'content-type': type, 'content-length': length, 'transfer-encoding': coding } = request.headers
      const body = await received(request)
      response.writeHead(201, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ method: request.method, path: request.url, host, authorization, type, length, coding, body }))
    },
    async ({ fetch }) => {
      const bodies = ['a take', Buffer.from('a take'), { stream: chunksOf('a take'), length: 6 }, { stream: chunksOf('a take') }]
      for (const body of bodies) {
        const answer = await fetch({
          url: `${url}takes?x=1`,
          method: 'POST',
          headers: { 'Content-Type': 'text/plain' },
          secretHeaders: { Authorization: 'Bearer k' },
          body,
          maxBytes: 1000,
          accept: ['application/*'],
        })
        assert.equal(answer.status, 201)
        const { length, coding, ...rest } = (await answer.json()) as { length?: string; coding?: string }
        assert.deepEqual(rest, {
          method: 'POST',
          path: '/takes?x=1',
          host: 'public.test',
          authorization: 'Bearer k',
          type: 'text/plain',
          body: 'a take',
        })
        assert.ok(length === '6' || coding === 'chunked')
      }
    },
  ))

async function* chunksOf(text: string) {
  for (const letter of text) yield await Promise.resolve(Buffer.from(letter))
}

const encodings = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const
for (const [encoding, compress] of Object.entries(encodings)) {
  test(`undoes ${encoding}, and counts what a bomb unfolds to`, () =>
    withServer(
      (request, response) => {
        const plain = request.url === '/bomb' ? Buffer.alloc(64 * MiB) : Buffer.from('a long story')
        response.writeHead(200, { 'content-encoding': encoding }).end(compress(plain))
      },
      async ({ fetch }) => {
        assert.equal(await (await fetch({ url, maxBytes: 100 })).text(), 'a long story')
        const before = process.memoryUsage().arrayBuffers
        const bomb = await fetch({ url: `${url}bomb`, maxBytes: MiB })
        let taken = 0
        await assert.rejects(
          async () => {
            for await (const chunk of bomb.body) taken += (chunk as Buffer).byteLength
          },
          failing({ kind: 'response-too-large', limit: MiB }),
        )
        assert.ok(taken <= MiB)
        assert.ok(process.memoryUsage().arrayBuffers - before < 100 * MiB)
      },
    ))
}

test('an endless answer ends at the limit, with and without an announced length', () =>
  withServer(
    (request, response) => {
      if (request.url === '/announced') response.writeHead(200, { 'content-length': '1000000' })
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        if (!response.destroyed) response.once('drain', pour)
      }
      pour()
    },
    async ({ fetch }) => {
      const endless = await fetch({ url, maxBytes: 300_000 })
      await assert.rejects(endless.bytes(), failing({ kind: 'response-too-large', limit: 300_000 }))
      await assert.rejects(
        fetch({ url: `${url}announced`, maxBytes: 300_000 }),
        failing({ kind: 'response-too-large', limit: 300_000 }),
      )
    },
  ))

const silences: { readonly [what: string]: (response: ServerResponse) => void } = {
  'before the head': () => undefined,
  'after the head': response => response.flushHeaders(),
  'in the middle of the body': response => void response.write('half'),
}
for (const [what, fallSilent] of Object.entries(silences)) {
  test(`a server that falls silent ${what} is left after the idle time`, () =>
    withServer(
      (_, response) => fallSilent(response),
      async ({ fetch }) => {
        const read = async () => (await fetch({ url, maxBytes: 1000, times: { idle: 50 } })).bytes()
        await assert.rejects(read(), failing({ kind: 'timeout', phase: 'idle' }))
      },
    ))
}

test('a server that drips is left after the total time', () =>
  withServer(
    (_, response) => {
      const drip = setInterval(() => response.write('.'), 10)
      response.once('close', () => clearInterval(drip))
    },
    async ({ fetch }) => {
      const read = async () => (await fetch({ url, maxBytes: 1000, times: { idle: 5000, total: 120 } })).bytes()
      await assert.rejects(read(), failing({ kind: 'timeout', phase: 'total' }))
    },
  ))

test('a look-up that never answers is left after the connecting time', async () => {
  await using world = await startTestNetwork((_, response) => response.end())
  const { fetch } = createOutgoing({ ...world.network, resolve: () => new Promise(() => undefined) })
  await assert.rejects(fetch({ url, maxBytes: 1, times: { connect: 30 } }), failing({ kind: 'timeout', phase: 'connect' }))
})

test('the caller ends a call at any time with its own reason', () =>
  withServer(
    (_, response) => void response.write('half'),
    async ({ fetch }) => {
      const abort = new AbortController()
      const answer = await fetch({ url, maxBytes: 1000, signal: abort.signal })
      const reading = answer.bytes()
      abort.abort(new Error('the user left'))
      await assert.rejects(reading, /the user left/)
      await assert.rejects(fetch({ url, maxBytes: 1000, signal: abort.signal }), /the user left/)
    },
  ))

test('an answer that nobody reads closes its connection when destroyed', () =>
  withServer(
    (_, response) => void response.write('half'),
    async ({ fetch }) => {
      const answer = await fetch({ url, maxBytes: 1000 })
      answer.body.destroy()
      await once(answer.body, 'close')
    },
  ))

const broken: { readonly [what: string]: (response: ServerResponse) => void } = {
  'that is cut off': response => {
    response.writeHead(200, { 'content-length': '100' }).write('half')
    setImmediate(() => response.destroy())
  },
  'that is no gzip': response => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain'),
  'in two encodings': response => void response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(gzipSync(gzipSync('x'))),
  'in an unknown encoding': response => void response.writeHead(200, { 'content-encoding': 'zstd' }).end('x'),
  'that is not HTTP': response => void response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n'),
  'without an end of its head': response => void response.socket?.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`),
  'that never came': response => void response.socket?.destroy(),
}
for (const [what, answer] of Object.entries(broken)) {
  test(`an answer ${what} is a broken one`, () =>
    withServer(
      (_, response) => answer(response),
      async ({ fetch }) => {
        await assert.rejects(async () => (await fetch({ url, maxBytes: 1000 })).bytes(), failing({ kind: 'broken-response' }))
      },
    ))
}

test('an answer without a body tells the size of one that would be too large', () =>
  withServer(
    (request, response) => {
      const headers = { 'content-length': '5000000000', 'content-encoding': 'gzip', 'content-type': 'video/mp4' }
      if (request.method === 'HEAD') response.writeHead(200, headers).end()
      else response.writeHead(204).end()
    },
    async ({ fetch }) => {
      const head = await fetch({ url, method: 'HEAD', maxBytes: 10, accept: ['image/*'] })
      assert.deepEqual([head.headers['content-length'], await head.text()], ['5000000000', ''])
      const none = await fetch({ url, method: 'DELETE', maxBytes: 10, accept: ['image/*'] })
      assert.deepEqual([none.status, await none.text()], [204, ''])
    },
  ))

test('only the content types that were asked for are taken', () =>
  withServer(
    (request, response) =>
      void response.writeHead(request.url === '/error' ? 500 : 200, { 'content-type': 'text/html; charset=utf-8' }).end('<p>'),
    async ({ fetch }) => {
      const accept = ['image/*', 'application/json']
      await assert.rejects(fetch({ url, maxBytes: 1000, accept }), failing({ kind: 'unexpected-type', type: 'text/html' }))
      assert.equal((await fetch({ url: `${url}error`, maxBytes: 1000, accept })).status, 500)
      assert.equal((await fetch({ url, maxBytes: 1000, accept: ['text/html'] })).status, 200)
    },
  ))

test('a redirect is an error unless asked for, and a chain has an end', () =>
  withServer(
    (request, response) => {
      const step = Number(request.url?.slice(1))
      if (step === 3) response.end('arrived')
      else response.writeHead(302, { location: `/${step + 1}` }).end('moved')
    },
    async ({ fetch }) => {
      await assert.rejects(fetch({ url: `${url}2`, maxBytes: 100 }), failing({ kind: 'redirected', status: 302, location: '/3' }))
      await assert.rejects(
        fetch({ url: `${url}0`, maxBytes: 100, redirects: 2 }),
        failing({ kind: 'too-many-redirects', limit: 2 }),
      )
      const answer = await fetch({ url: `${url}0`, maxBytes: 100, redirects: 3 })
      assert.deepEqual([answer.url, await answer.text()], [`${url}3`, 'arrived'])
    },
  ))

test('keys stay with the origin they were meant for', () =>
  withServer(
    (request, response) => {
      const { host, authorization, 'x-provider-key': key, 'x-plain': plain } = request.headers
      if (request.url === '/') response.writeHead(302, { location: 'http://elsewhere.test/back' }).end()
      else if (request.url === '/back') response.writeHead(302, { location: 'http://public.test/end' }).end()
      else response.end()
      if (request.url === '/') assert.deepEqual([authorization, key, plain], ['Bearer k', 'secret', 'open'])
      else assert.deepEqual([host, authorization, key, plain], [host, undefined, undefined, 'open'])
    },
    async ({ fetch }) => {
      const headers = { authorization: 'Bearer k', 'x-plain': 'open' }
      const answer = await fetch({ url, headers, secretHeaders: { 'X-Provider-Key': 'secret' }, maxBytes: 100, redirects: 3 })
      assert.equal(answer.status, 200)
    },
  ))

for (const headers of [
  { 'x-a': 'b\r\nx-injected: 1' },
  { 'x a': 'b' },
  { Host: 'inside' },
  { 'Transfer-Encoding': 'chunked' },
  { 'Proxy-Authorization': 'x' },
  { 'x-a': 'ß' },
]) {
  test(`${JSON.stringify(headers)} is refused before anything is sent`, async () => {
    await using world = await startTestNetwork((_, response) => response.end(), { 'public.test': [publicAddress] })
    const { fetch } = createOutgoing(world.network)
    const [name = ''] = Object.keys(headers)
    await assert.rejects(fetch({ url, headers, maxBytes: 1 }), failing({ kind: 'bad-header', name }))
  })
}

test('names and servers that are not there have their own errors', async () => {
  await using world = await startTestNetwork((_, response) => response.end(), { 'public.test': ['1.1.1.1'] })
  const { fetch } = createOutgoing(world.network)
  await assert.rejects(fetch({ url: 'http://absent.test/', maxBytes: 1 }), failing({ kind: 'unresolvable', host: 'absent.test' }))
  await assert.rejects(fetch({ url, maxBytes: 1 }), failing({ kind: 'unreachable', host: 'public.test' }))
})

test('a server that is not what its certificate says is not spoken to', () =>
  withServer(
    (_, response) => void response.end(randomBytes(10)),
    async ({ fetch }) => {
      await assert.rejects(
        fetch({ url: 'https://public.test/', maxBytes: 100 }),
        failing({ kind: 'unreachable', host: 'public.test' }),
      )
    },
  ))
