import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { createOutgoing } from './client.ts'
import { OutgoingError } from './error.ts'
import { publicAddress, startTestNetwork } from './testing.ts'

const samples = process.env['SAMPLES_DIR']
const skip = samples === undefined && 'SAMPLES_DIR is not set'
const urls =
  samples === undefined
    ? []
    : readFileSync(join(samples, 'bad-inputs/lists/ssrf-urls.txt'), 'utf8')
        .split('\n')
        .filter(line => line.trim() !== '')
const maxBytes = 1000
const isTyped = (error: unknown) => {
  assert.ok(error instanceof OutgoingError, String(error))
  return true
}

/** Names of the list as a hostile name server answers for them. */
function names() {
  let asked = 0
  return {
    'canary.test': [publicAddress],
    'rebind.test': () => (asked++ % 2 === 0 ? ['127.0.0.1'] : [publicAddress]),
    'a-then-b.test': ['10.0.0.1'],
    'cname-to-localhost.test': ['127.0.0.1', '::1'],
    'two-a-records.test': [publicAddress, '127.0.0.1'],
    localhost: ['127.0.0.1'],
    'localhost.': ['127.0.0.1'],
    'metadata.google.internal': ['169.254.169.254'],
  }
}

test('no URL of the list reaches anything as a first call', { skip }, async () => {
  await using world = await startTestNetwork((_, response) => response.end('an answer'), names())
  const { fetch } = createOutgoing(world.network)
  let refused = 0
  for (const url of urls.filter(line => !line.includes('canary.test'))) {
    await assert.rejects(fetch({ url, maxBytes, redirects: 5 }), isTyped, url)
    refused++
  }
  assert.ok(refused > 80)
  assert.deepEqual(world.strays, [])
})

test('no URL of the list reaches anything as the target of a redirect', { skip }, async () => {
  let next = ''
  let answers = 0
  await using world = await startTestNetwork((_, response) => {
    answers++
    response.writeHead(answers % 2 === 0 ? 307 : 302, { location: next }).end()
  }, names())
  const { fetch } = createOutgoing(world.network)
  for (const url of urls) {
    // A header cannot hold more than Latin-1; the rest goes as a server would send it, percent-encoded.
    next = /^[\x20-\x7e]*$/.test(url) ? url : (URL.parse(url)?.href ?? encodeURI(url))
    await assert.rejects(fetch({ url: 'http://canary.test/', maxBytes, redirects: 3 }), isTyped, url)
  }
  assert.ok(answers >= urls.length)
  assert.deepEqual(world.strays, [])
})

test('with the real network, nothing on this machine hears of the numeric URLs of the list', { skip }, async t => {
  const hits: string[] = []
  const canary = createServer((request, response) => {
    hits.push(request.url ?? '')
    response.end()
  })
  const ready = Promise.race([
    once(canary, 'listening'),
    once(canary, 'error').then(([error]: unknown[]) => Promise.reject(error as Error)),
  ])
  canary.listen(9191)
  try {
    await ready
  } catch {
    t.skip('port 9191 is taken')
    return
  }
  t.after(() => canary.close())
  const { fetch } = createOutgoing()
  const numeric = urls.filter(url => /^http:\/\/(\[|[\d０-９①-⑳%]|0x|localhost|user|ｌ)/i.test(url))
  assert.ok(numeric.length > 40)
  for (const url of numeric) await assert.rejects(fetch({ url, maxBytes }), isTyped, url)
  assert.deepEqual(hits, [])
})

test('a name that is judged public is never asked again for the same connection', async () => {
  let asked = 0
  await using world = await startTestNetwork((_, response) => response.end('first'), {
    'flip.test': () => (asked++ === 0 ? [publicAddress] : ['127.0.0.1']),
  })
  const { fetch } = createOutgoing(world.network)
  const answer = await fetch({ url: 'http://flip.test/', maxBytes })
  assert.equal(await answer.text(), 'first')
  assert.equal(asked, 1)
  await assert.rejects(fetch({ url: 'http://flip.test/', maxBytes }), { failure: { kind: 'refused-address', host: 'flip.test' } })
  assert.deepEqual(world.strays, [])
})

test('a redirect to the same name is judged anew', async () => {
  let asked = 0
  await using world = await startTestNetwork((_, response) => response.writeHead(302, { location: '/inside' }).end(), {
    'flip.test': () => (asked++ === 0 ? [publicAddress] : ['169.254.169.254']),
  })
  const { fetch } = createOutgoing(world.network)
  await assert.rejects(fetch({ url: 'http://flip.test/', maxBytes, redirects: 3 }), {
    failure: { kind: 'refused-address', host: 'flip.test' },
  })
  assert.deepEqual(world.strays, [])
})

test('one bad address among good ones refuses the name', async () => {
  await using world = await startTestNetwork((_, response) => response.end(), { 'two.test': [publicAddress, '10.0.0.5'] })
  const { fetch } = createOutgoing(world.network)
  await assert.rejects(fetch({ url: 'http://two.test/', maxBytes }), { failure: { kind: 'refused-address', host: 'two.test' } })
})

test('a public address of this very machine is refused', async () => {
  await using world = await startTestNetwork((_, response) => response.end(), { 'self.test': [publicAddress] })
  const { fetch } = createOutgoing({ ...world.network, ownAddresses: () => new Set([publicAddress]) })
  await assert.rejects(fetch({ url: 'http://self.test/', maxBytes }), { failure: { kind: 'refused-address', host: 'self.test' } })
})
