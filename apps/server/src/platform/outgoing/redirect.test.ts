import assert from 'node:assert/strict'
import { test } from 'node:test'
import { followRedirect, type Hop } from './redirect.ts'
import { parseTarget } from './target.ts'

const post: Hop = {
  target: parseTarget('https://provider.test/jobs', 'http'),
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Cookie: 'c', 'x-note': 'n' },
  secretHeaders: { 'x-key': 'k' },
  body: '{}',
}
const summary = ({ target, method, headers, secretHeaders, body }: Hop) => ({
  url: target.url.href,
  method,
  headers,
  secretHeaders,
  body,
})

test('307 and 308 repeat the request at the same origin', () => {
  for (const status of [307, 308]) {
    const next = followRedirect(post, status, '/later')
    assert.deepEqual(summary(next), { ...summary(post), url: 'https://provider.test/later' })
  }
})

test('301, 302 and 303 turn a POST into a GET without a body', () => {
  for (const status of [301, 302, 303]) {
    assert.deepEqual(summary(followRedirect(post, status, 'result')), {
      url: 'https://provider.test/result',
      method: 'GET',
      headers: { Cookie: 'c', 'x-note': 'n' },
      secretHeaders: { 'x-key': 'k' },
      body: undefined,
    })
  }
})

test('303 leaves HEAD a HEAD, and 302 leaves PUT a PUT', () => {
  assert.equal(followRedirect({ ...post, method: 'HEAD', body: undefined }, 303, '/').method, 'HEAD')
  assert.equal(followRedirect({ ...post, method: 'PUT' }, 302, '/').method, 'PUT')
})

const origins = ['https://other.test/', 'https://provider.test:8443/', 'https://sub.provider.test/', '//provider.test.evil.test/']
for (const location of origins) {
  test(`${location} is another origin: it gets no key and no cookie`, () => {
    const next = followRedirect(post, 303, location)
    assert.deepEqual([next.headers, next.secretHeaders], [{ 'x-note': 'n' }, {}])
  })
}

const refused = [
  'http://provider.test/',
  'https://u:p@provider.test/',
  'file:///etc/passwd',
  'ftp://provider.test/',
  'data:,x',
  'https://',
  'ws://provider.test/',
]
for (const location of refused) {
  test(`${location} is not followed`, () => {
    assert.throws(
      () => followRedirect(post, 303, location),
      (error: Error) => error.message.startsWith('redirected'),
    )
  })
}

test('a body goes to no other origin, and a stream nowhere twice', () => {
  assert.throws(() => followRedirect(post, 307, 'https://other.test/'), /redirected/)
  assert.throws(() => followRedirect({ ...post, body: { stream: (async function* () {})() } }, 307, '/again'), /redirected/)
})
