import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type KeyRing, makeKey } from '../secrets/key.ts'
import { createGrants, fileAddress } from './grants.ts'

const hour = 60 * 60 * 1000
const ring = (...secrets: string[]) => secrets.map(secret => makeKey('url-signing', secret)) as unknown as KeyRing

describe('a granted address', () => {
  let now = Date.UTC(2026, 10, 21, 4)
  const grants = createGrants(ring('one'), () => now)
  const granted = grants.grant('file\na')

  test('opens what it was given for and nothing else', () => {
    assert.equal(grants.grants(granted, 'file\na'), true)
    for (const subject of ['file\nb', 'file\na\n', 'file', '', 'stream\na']) assert.equal(grants.grants(granted, subject), false)
  })

  test('is worth nothing when any character of it is changed', () => {
    const character = fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.'))
    fc.assert(
      fc.property(fc.nat(granted.length - 1), character, (at, other) => {
        const changed = granted.slice(0, at) + other + granted.slice(at + 1)
        return changed === granted || !grants.grants(changed, 'file\na')
      }),
    )
    for (const segment of [
      '',
      '.',
      granted.split('.')[0] ?? '',
      `.${granted.split('.')[1]}`,
      `zzzzzzzzzzzz.${granted.split('.')[1]}`,
      'NaN.x',
    ])
      assert.equal(grants.grants(segment, 'file\na'), false)
  })

  test('lasts for six hours at least and twelve at most', () => {
    const start = now
    for (const minutes of [0, 1, 119, 359]) {
      now = start + minutes * 60_000
      const given = grants.grant('x')
      now += 6 * hour
      assert.equal(grants.grants(given, 'x'), true)
      now += 6 * hour + 1
      assert.equal(grants.grants(given, 'x'), false)
    }
    now = start
  })

  test('is not opened by the key of another server, and still by one that was replaced', () => {
    assert.equal(createGrants(ring('two'), () => now).grants(granted, 'file\na'), false)
    assert.equal(createGrants(ring('two', 'one'), () => now).grants(granted, 'file\na'), true)
    assert.equal(createGrants(ring('one', 'two'), () => now).grant('file\na'), granted)
  })

  test('names its file safely', () => {
    assert.match(fileAddress(grants, 'f'.repeat(64), 'video/mp4', '../a b?"ü.mp4'), /\/\.\.%2Fa%20b%3F%22%C3%BC\.mp4$/)
  })
})
