import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { Problem } from '@storycanvas/api'
import { readConfig } from '../config/config.ts'
import { createLog } from '../telemetry/log.ts'
import { createApp, versionedAddress } from './app.ts'
import { notFound, RequestError } from './problem.ts'

const thrown: Record<string, { error: unknown; status: number; code: string; retryAfter?: string }> = {
  request: { error: notFound(), status: 404, code: 'not-found' },
  retry: {
    error: new RequestError('in-progress', 'x', { retryAfterSeconds: 2 }),
    status: 409,
    code: 'in-progress',
    retryAfter: '2',
  },
  defect: { error: new Error('secret inside'), status: 500, code: 'internal' },
  value: { error: 'no error at all', status: 500, code: 'internal' },
  restart: { error: coded('57P01'), status: 503, code: 'unavailable', retryAfter: '5' },
  refused: { error: coded('ECONNREFUSED', 'connect ECONNREFUSED'), status: 503, code: 'unavailable', retryAfter: '5' },
  terminated: { error: new Error('Connection terminated unexpectedly'), status: 503, code: 'unavailable', retryAfter: '5' },
  deadlock: { error: coded('40P01'), status: 409, code: 'conflict' },
  twice: { error: coded('23505'), status: 409, code: 'conflict' },
  data: { error: coded('22P02'), status: 400, code: 'invalid-request' },
  file: { error: coded('ENOENT', 'open /secret'), status: 500, code: 'internal' },
}

function coded(code: string, message = 'x') {
  return Object.assign(new Error(message), { code })
}

describe('what is thrown', () => {
  let app: FastifyInstance
  before(async () => {
    app = await createApp(readConfig({}), createLog('silent'))
    for (const [name, { error }] of Object.entries(thrown)) app.get(`/${name}`, () => Promise.reject(error as Error))
  })
  after(() => app.close())

  for (const [name, { status, code, retryAfter }] of Object.entries(thrown))
    test(`becomes a problem document: ${name}`, async () => {
      const reply = await app.inject({ url: `/${name}` })
      const problem = Problem.parse(reply.json())
      assert.deepEqual([reply.statusCode, problem.status, problem.code], [status, status, code])
      assert.equal(reply.headers['retry-after'], retryAfter)
      assert.equal(problem.requestId, reply.headers['x-request-id'])
      assert.match(String(reply.headers['content-type']), /^application\/problem\+json/)
      assert.ok(!reply.body.includes('secret'))
    })
})

test('addresses without a version are those of version 1, and no other address is changed', () => {
  const table = {
    '/api/projects': '/api/v1/projects',
    '/api/projects?x=/api/': '/api/v1/projects?x=/api/',
    '/api/v1/projects': '/api/v1/projects',
    '/api/v2': '/api/v2',
    '/api/v2?x': '/api/v2?x',
    '/api/videos': '/api/v1/videos',
    '/api/v1x/y': '/api/v1/v1x/y',
    '/api': '/api',
    '/files/api/x': '/files/api/x',
    '//api/projects': '//api/projects',
  }
  for (const [given, wanted] of Object.entries(table)) assert.equal(versionedAddress(given), wanted)
})
