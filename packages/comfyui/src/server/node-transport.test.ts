import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { createNodeTransport } from './node-transport.ts'
import { isTooLarge, wasNeverSent, type Transport, type TransportRequest } from './transport.ts'

async function withServer(
  listener: RequestListener,
  use: (
    ask: (more?: Partial<TransportRequest>) => ReturnType<Transport['fetch']>,
    connections: () => number,
    live: () => number,
    at: (path: string) => string,
  ) => Promise<void>,
) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  let opened = 0
  let live = 0
  server.on('connection', socket => {
    opened += 1
    live += 1
    socket.once('close', () => (live -= 1))
  })
  const transport = createNodeTransport()
  const times = { connect: 1000, idle: 1000, total: 5000 }
  const at = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
  const url = at('/')
  await use(
    more => transport.fetch({ url, method: 'GET', headers: {}, secretHeaders: {}, maxBytes: 1e6, times, ...more }),
    () => opened,
    () => live,
    at,
  )
  transport.close()
  while (live > 0) await new Promise(resolve => setImmediate(resolve))
  server.close()
  await once(server, 'close')
}

const read = async (response: Awaited<ReturnType<Transport['fetch']>>) =>
  Buffer.concat((await response.body.toArray()) as Buffer[]).toString()

test('a connection serves many requests, and none is left behind', () =>
  withServer(
    (request, response) => void request.resume().on('end', () => response.end('yes')),
    async (ask, opened) => {
      for (let round = 0; round < 20; round++) assert.equal(await read(await ask({ method: 'POST', body: 'x' })), 'yes')
      assert.equal(opened(), 1)
    },
  ))

test('a kept connection that closes just then costs a GET nothing, and leaves a POST unclear', () => {
  let requests = 0
  return withServer(
    (request, response) => {
      requests += 1
      if (requests % 2 === 0) request.socket.destroy()
      else response.end('yes')
    },
    async ask => {
      assert.equal(await read(await ask()), 'yes')
      assert.equal(await read(await ask()), 'yes')
      await assert.rejects(ask({ method: 'POST', body: 'x' }), (error: unknown) => !wasNeverSent(error))
    },
  )
})

test('silence, dripping, and an answer without end all come to an end', () =>
  withServer(
    (request, response) => {
      if (request.url === '/silent') return
      if (request.url === '/half') return void response.writeHead(200, { 'content-length': 100 }).write('x')
      const drip = setInterval(() => response.write('x'.repeat(request.url === '/flood' ? 1e5 : 1)), 5)
      response.once('close', () => clearInterval(drip))
    },
    async (ask, _, live, at) => {
      const url = (path: string) => ({ url: at(path) })
      const quick = { times: { connect: 100, idle: 60, total: 200 } }
      await assert.rejects(ask({ ...url('/silent'), ...quick }), { failure: { kind: 'timeout', phase: 'idle' } })
      await assert.rejects(ask({ ...url('/half'), ...quick }).then(read), { failure: { kind: 'timeout', phase: 'idle' } })
      await assert.rejects(ask({ ...url('/drip'), ...quick }).then(read), { failure: { kind: 'timeout', phase: 'total' } })
      await assert.rejects(ask({ ...url('/flood'), maxBytes: 5e5 }).then(read), (error: unknown) => isTooLarge(error))
      while (live() > 0) await new Promise(resolve => setImmediate(resolve))
    },
  ))
