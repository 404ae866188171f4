import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { findWeakness } from './strength.ts'

const weak = [
  '',
  'secret',
  'changeme',
  'a'.repeat(64),
  'abc'.repeat(20),
  '0123456789'.repeat(5),
  'your-256-bit-secret-your-256-bit-secret',
  'super-secret-jwt-key-change-in-production',
  'CHANGEME'.repeat(6),
  'please-use-a-better-key-than-this-one-here',
  'abcdefghijklmnopqrstuvwxyz0123456789ABCDEF',
  'deadbeefcafebabe0011deadbeefcafebabe0022',
  '00000000000000000000000000000000000000000000000000000000000001',
  randomBytes(15).toString('base64'),
  randomBytes(12).toString('hex').slice(0, 16).repeat(4),
]
for (const key of weak)
  test(`"${key.slice(0, 44)}" is refused with a reason`, () => assert.match(findWeakness(key) ?? 'accepted', /^it /))

test('random keys in every usual spelling are taken', () => {
  for (let round = 0; round < 300; round++) {
    const bytes = randomBytes(32)
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      const key = bytes.toString(encoding)
      assert.equal(findWeakness(key), undefined, key)
    }
  }
})
