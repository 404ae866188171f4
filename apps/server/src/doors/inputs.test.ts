import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { contract, kindsOfObject, ProblemError, type Route } from '@storycanvas/api'
import { createTestServer, type TestServer } from '../testing.ts'
import { makeObjects, type Objects } from './objects.ts'
import { type Operation, operations, sampleRequest } from './requests.ts'

const samples = process.env['SAMPLES_DIR']
const folder = join(samples ?? '', 'bad-inputs')
/** Every body on every route, and every string, only where it is asked for. */
const some = process.env['BAD_INPUTS'] === 'all' ? 1 : 4
const needsSamples = { skip: !samples && 'SAMPLES_DIR is not set' }

describe('whatever is sent', () => {
  let server: TestServer
  let objects: Objects
  let key: string
  let calls = 0
  before(async () => {
    server = await createTestServer({ TRUST_PROXY: 'true' })
    objects = await makeObjects(server, server.owner)
    key = (await server.owner.client.createApiKey({ body: { name: 'doors', scope: 'write' } })).key
  })
  after(() => server[Symbol.asyncDispose]())

  const headers = (more: Record<string, string> = {}) => ({
    authorization: `Bearer ${key}`,
    // Requests are limited by address, and this is about something else.
    'x-forwarded-for': `10.0.${++calls >> 8}.${calls & 255}`,
    ...more,
  })
  const send = (method: string, path: string, body?: RequestInit['body'], more: Record<string, string> = {}) =>
    fetch(server.address + path, { method, headers: headers(more), ...(body == null ? {} : { body }) })
  const json = { 'content-type': 'application/json' }
  const requestOf = (operation: Operation) => {
    const { access }: Route = contract[operation]
    const [kind] = access.kind === 'object' ? kindsOfObject(access) : []
    return sampleRequest(operation, kind ? { kind, id: objects[kind] } : null)
  }

  /** A refusal is a problem document with a status from 400 to 499. */
  async function assertRefused(response: Response, ...statuses: number[]) {
    const text = await response.text()
    assert.ok(statuses.includes(response.status), `${response.status} instead of ${statuses.join(' or ')}: ${text.slice(0, 300)}`)
    assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/)
    assert.equal((JSON.parse(text) as { status: number }).status, response.status)
  }

  test('no route breaks on the sample of its own document', async () => {
    const gentle = operations.filter(([, { method }]) => method !== 'DELETE')
    const destructive = operations.filter(([, { method }]) => method === 'DELETE')
    const broken: string[] = []
    for (const [operation] of [...gentle, ...destructive]) {
      const { method, path, headers: more, body } = requestOf(operation)
      const response = await send(method, path, body, more)
      if (response.status >= 500) broken.push(`${operation}: ${response.status} ${await response.text()}`)
      // Whoever does not read keeps the line, and the server waits for it when it ends.
      else await response.body?.cancel()
    }
    assert.deepEqual(broken, [])
    objects = await makeObjects(server, server.owner)
  })

  test('hostile JSON is refused or stored, on every route that takes a body', needsSamples, async () => {
    const names = await readdir(join(folder, 'gen/json'))
    const bodies = names.map(name => ({ name, bytes: readFileSync(join(folder, 'gen/json', name)) }))
    const taking = operations.filter(([, { body, upload }]) => body && !upload).filter((_, index) => index % some === 0)
    const broken: string[] = []
    for (const [operation] of taking)
      for (const { name, bytes } of bodies) {
        // One route is enough for the largest.
        if (bytes.length > 1_000_000 && operation !== taking[0]?.[0]) continue
        const { method, path } = requestOf(operation)
        const response = await send(method, path, bytes, json)
        if (response.status >= 500) broken.push(`${operation} ${name}: ${response.status}`)
        else await response.arrayBuffer()
      }
    assert.deepEqual(broken, [])
    assert.equal(Object.hasOwn(Object.prototype, 'isAdmin'), false)
  })

  test('naughty strings come back byte for byte, or are refused', needsSamples, async () => {
    const naughty = JSON.parse(readFileSync(join(folder, 'fetched/lists/blns.json'), 'utf8')) as string[]
    const paths = readFileSync(join(folder, 'lists/path-names.txt'), 'utf8').split('\n')
    for (const text of [...naughty.filter((_, index) => index % some === 0), ...paths]) {
      try {
        const made = await server.owner.client.createInstruction({ params: { id: objects.project }, body: { text } })
        assert.equal(made.text, text)
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        assert.equal(error.problem.status, 400, text)
      }
    }
    for (const text of [...naughty.filter((_, index) => index % (8 * some) === 0), ...paths]) {
      const change = { name: text, description: text }
      try {
        const made = await server.owner.client.updateCharacter({ params: { id: objects.character }, body: change })
        assert.deepEqual([made.name, made.description], [text.trim(), text])
        const found = await server.owner.client.listCharacters({
          query: { projectId: objects.project, search: text.slice(0, 200) },
        })
        assert.ok(found.items.some(({ id }) => id === objects.character) || text.trim() === '', text)
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        assert.ok([400, 409].includes(error.problem.status), text)
      }
    }
  })

  test('only application/json is read as JSON', async () => {
    const body = JSON.stringify({ name: 'x' })
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonx',
      'application/json/x',
      'text/json',
    ]
    for (const type of types)
      await assertRefused(await send('POST', '/api/v1/projects', body, { 'content-type': type }), 400, 415)
    const raw = [' application/json', 'application/json\t; charset=utf-8', 'application/json;', 'APPLICATION/JSON']
    for (const type of raw) {
      const { status } = await send('POST', '/api/v1/projects', JSON.stringify({ nonsense: 1 }), { 'content-type': type })
      assert.ok([400, 415].includes(status), `${JSON.stringify(type)} skips the check of the body: ${status}`)
    }
  })

  test('tricks with addresses never pass the door', async () => {
    const paths = [
      '//api/v1/projects',
      '/api//v1/projects',
      '/api/v1/projects;a',
      '/api/v1/projects/',
      '/%61pi/v1/projects',
      '/api/v1/projects.',
      '/api/v1/../v1/projects',
      '/api/v1/projects%00',
      '/API/V1/projects',
      `${server.address}/api/v1/projects`,
      '/api/v1/projects#x',
      '/api/v1/%2e%2e/v1/projects',
    ]
    for (const path of paths) {
      const status = await statusOf(server.address, `GET ${path} HTTP/1.1`)
      assert.ok([400, 401, 404].includes(status), `${path} without an account: ${status}`)
    }
    for (const method of ['TRACE', 'PUT', 'PROPFIND', 'CONNECT', 'NONSENSE']) {
      const status = await statusOf(server.address, `${method} /api/v1/projects HTTP/1.1`)
      assert.ok(status === 0 || (status >= 400 && status < 500), `${method}: ${status}`)
    }
    for (const [method, path] of [
      ['DELETE', '/api/v1/projects'],
      ['PUT', `/api/v1/projects/${objects.project}`],
      ['PATCH', '/api/v1/auth/me'],
    ] as const)
      await assertRefused(await send(method, path), 405)
    for (const path of [
      '/files/x/../../etc/passwd/x',
      '/files/a/b/c',
      '/streams/a/b/..%2f..%2fetc%2fpasswd',
      '/files/%00/%00/%00',
    ])
      await assertRefused(await send('GET', path), 400, 404)
  })

  test('values of a query that make no sense are refused by name', async () => {
    const project = `projectId=${objects.project}`
    const senseless = [
      'limit=0',
      'limit=-1',
      'limit=1e9',
      'limit=abc',
      'limit=1&limit=2',
      'cursor=x',
      'cursor=x&cursor=y',
      'deleted=maybe',
      `cursor=${Buffer.from(`not a time\u0001${objects.project}`).toString('base64url')}`,
      `cursor=${Buffer.from(`x\u0001${'-'.repeat(36)}`).toString('base64url')}`,
      `cursor=${'A'.repeat(5000)}`,
      'search=%00',
      'search=a&search=b',
    ]
    for (const query of senseless) {
      const response = await send('GET', `/api/v1/projects?${query}`)
      await assertRefused(response, 400)
    }
    for (const query of [
      '',
      'projectId=',
      `${project}&${project}`,
      `projectId[]=${objects.project}`,
      'projectId=%27;drop table project--',
      `${project}%00`,
    ])
      await assertRefused(await send('GET', `/api/v1/characters?${query}`), 400)
    for (const [, { method, path, access }] of operations.filter(([, route]) => route.method === 'GET' && route.query))
      if (method === 'GET' && access.kind !== 'anyone' && !path.includes(':'))
        assert.ok((await send('GET', `${path}?limit=1&limit=2&__proto__=x&constructor=y&${project}`)).status < 500, path)
  })

  test('bodies that are too large, too deep or no JSON are refused', async () => {
    await assertRefused(await send('POST', '/api/v1/projects', JSON.stringify({ name: 'x'.repeat(9_000_000) }), json), 413)
    await assertRefused(await send('POST', '/api/v1/projects', '['.repeat(100_000) + ']'.repeat(100_000), json), 400)
    for (const body of [
      '',
      '{',
      'null',
      '"text"',
      '[]',
      '{"name":"x",}',
      '{"name":{"$ne":null}}',
      '{"name":["x"]}',
      '{"__proto__":{"isAdmin":true},"name":"x"}',
    ])
      await assertRefused(await send('POST', '/api/v1/projects', body, json), 400)
    await assertRefused(
      await send('POST', '/api/v1/projects', JSON.stringify({ name: 'x', ownerId: objects.project, role: 'owner' }), json),
      400,
    )
  })
})

/** Status of a request that fetch would not send as it stands; 0 where the connection is closed without an answer. */
async function statusOf(address: string, requestLine: string): Promise<number> {
  const { hostname, port, host } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.write(`${requestLine}\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  let text = ''
  try {
    for await (const chunk of socket) text += String(chunk)
  } catch {
    return 0
  }
  return Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0)
}
