import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { WebSocket, WebSocketServer } from 'ws'
import { createOutgoing } from './client.ts'
import { parseLocalServers } from './target.ts'
import { publicAddress, startTestNetwork } from './testing.ts'

const maxBytes = 1000

test('a server that the administrator named is reached at exactly that host and port', async () => {
  await using world = await startTestNetwork((_, response) => response.end('comfy'), {
    'studio.lan': ['127.0.0.1'],
    'other.lan': ['127.0.0.1'],
  })
  const { fetch } = createOutgoing(world.network)
  const localServers = parseLocalServers([`Studio.LAN:${world.port}`, `127.0.0.1:${world.port}`])
  for (const host of ['studio.lan', '127.0.0.1']) {
    const answer = await fetch({ url: `http://${host}:${world.port}/`, maxBytes, localServers })
    assert.equal(await answer.text(), 'comfy')
  }
  for (const place of [`studio.lan:${world.port + 1}`, `other.lan:${world.port}`, 'studio.lan', `studio.lan.:${world.port}`]) {
    await assert.rejects(fetch({ url: `http://${place}/`, maxBytes, localServers }), place)
  }
  assert.deepEqual(world.strays, [])
})

test('naming a server does not open the way to metadata services', async () => {
  await using world = await startTestNetwork((_, response) => response.end(), { 'studio.lan': ['169.254.169.254'] })
  const { fetch } = createOutgoing(world.network)
  const localServers = parseLocalServers(['studio.lan:8188', '169.254.169.254:80'])
  for (const url of ['http://studio.lan:8188/', 'http://169.254.169.254/']) {
    await assert.rejects(fetch({ url, maxBytes, localServers }), (error: Error) => error.message.startsWith('refused-address'))
  }
})

test('a redirect to a named server is not followed', async () => {
  await using world = await startTestNetwork(
    (request, response) => {
      const { port = 0 } = request.socket.address() as { port?: number }
      if (request.url === '/') response.writeHead(302, { location: `http://127.0.0.1:${port}/inside` }).end()
      else response.end('inside')
    },
    { 'public.test': [publicAddress] },
  )
  const { fetch } = createOutgoing(world.network)
  const localServers = parseLocalServers([`127.0.0.1:${world.port}`])
  await assert.rejects(fetch({ url: 'http://public.test/', maxBytes, redirects: 2, localServers }), {
    failure: { kind: 'refused-address', host: '127.0.0.1' },
  })
})

for (const entry of [
  'studio.lan',
  'http://studio.lan:80',
  'a b:80',
  'user@studio.lan:80',
  'studio.lan:80/path',
  ':80',
  'studio.lan:99999',
]) {
  test(`${entry} is no host with a port`, () => assert.throws(() => parseLocalServers([entry]), { name: 'OutgoingError' }))
}

test('a WebSocket is judged like everything else', async () => {
  await using world = await startTestNetwork((_, response) => response.end(), {
    'public.test': [publicAddress],
    'inside.test': ['10.0.0.1'],
  })
  const { connectWebSocket } = createOutgoing(world.network)
  await assert.rejects(connectWebSocket('ws://inside.test/'), { failure: { kind: 'refused-address', host: 'inside.test' } })
  await assert.rejects(connectWebSocket('http://public.test/'), { failure: { kind: 'bad-url', reason: 'scheme' } })
  const socket = await connectWebSocket('ws://public.test/')
  assert.equal(socket.remotePort, world.port)
  socket.destroy()

  const echo = new WebSocketServer({ server: world.server })
  echo.on('connection', peer => peer.on('message', message => peer.send(`heard ${(message as Buffer).toString()}`)))
  const address = `ws://127.0.0.1:${world.port}/`
  const named = await connectWebSocket(address, { localServers: parseLocalServers([`127.0.0.1:${world.port}`]) })
  const client = new WebSocket(address, { createConnection: () => named })
  client.once('open', () => client.send('a prompt'))
  const [message] = (await once(client, 'message')) as [Buffer]
  assert.equal(message.toString(), 'heard a prompt')
  client.terminate()
})

test('proxies of the environment are passed by', async () => {
  await using server = await startTestNetwork((_, response) => response.end('direct'))
  await using proxy = await startTestNetwork((_, response) => response.end('through the proxy'))
  const script = `import { createOutgoing } from ${JSON.stringify(new URL('client.ts', import.meta.url).href)}
    const place = '127.0.0.1:${server.port}'
    const answer = await createOutgoing().fetch({ url: 'http://' + place, maxBytes: 100, localServers: new Set([place]) })
    console.log(await answer.text())`
  const address = `http://127.0.0.1:${proxy.port}`
  const env = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: address, http_proxy: address, ALL_PROXY: address }
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { env })
  assert.equal(stdout, 'direct\n')
})
