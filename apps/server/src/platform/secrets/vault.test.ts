import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { assert as assertProperty, asyncProperty, constantFrom, integer, record, string } from 'fast-check'
import { makeKey, type KeyRing } from './key.ts'
import { createVault, type Place } from './vault.ts'

const [first, second, third] = ['first', 'second', 'third'].map(name => makeKey('encryption', name)) as [
  KeyRing[0],
  KeyRing[0],
  KeyRing[0],
]
const fixed = (ring: KeyRing) => createVault(ring, async () => ring)
const place: Place = { table: 'credentials', row: 'r1', column: 'key', owner: 'u1' }
const cannotOpen = { failure: { kind: 'cannot-open' } }
const text = string({ unit: 'binary', maxLength: 200 })
const somewhere = record({ table: text, row: text, column: text, owner: text })

test('opens what it sealed, in its place', async () => {
  const vault = fixed([first])
  await assertProperty(
    asyncProperty(text, somewhere, async (plain, where) =>
      assert.equal(await vault.open(vault.seal(plain, where), where), plain),
    ),
  )
})

test('opens nowhere else', async () => {
  const vault = fixed([first])
  await assertProperty(
    asyncProperty(somewhere, constantFrom('table', 'row', 'column', 'owner'), text, async (where, part, other) => {
      const sealed = vault.seal('a key', where)
      if (where[part] !== other) await assert.rejects(vault.open(sealed, { ...where, [part]: other }), cannotOpen)
    }),
  )
  const shifted = vault.seal('a key', { ...place, table: 'ab', row: 'c' })
  await assert.rejects(vault.open(shifted, { ...place, table: 'a', row: 'bc' }), cannotOpen)
})

test('any single change is noticed', async () => {
  const vault = fixed([first])
  const sealed = vault.seal('sk-1234', place)
  await assertProperty(
    asyncProperty(
      integer({ min: 0, max: sealed.length - 1 }),
      constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_', '.'),
      async (index, letter) => {
        const changed = sealed.slice(0, index) + letter + sealed.slice(index + 1)
        if (changed !== sealed) await assert.rejects(vault.open(changed, place), cannotOpen)
      },
    ),
    { numRuns: 500 },
  )
  for (const broken of [
    '',
    'v1',
    'v1..',
    `${sealed}A`,
    sealed.slice(0, -1),
    `v2${sealed.slice(2)}`,
    `${sealed}.x`,
    `${sealed}=`,
  ]) {
    await assert.rejects(vault.open(broken, place), cannotOpen, broken)
  }
})

test('the same text is never sealed the same', () => {
  const vault = fixed([first])
  assert.equal(new Set(Array.from({ length: 100 }, () => vault.seal('a key', place))).size, 100)
})

test('another key opens nothing', async () => {
  await assert.rejects(fixed([second]).open(fixed([first]).seal('a key', place), place), cannotOpen)
  const renamed = createVault([{ ...second, id: first.id }], async () => [second])
  await assert.rejects(renamed.open(fixed([first]).seal('a key', place), place), cannotOpen)
})

test('after a rotation old texts open, are sealed again once, and then need the old key no more', async () => {
  const old = fixed([first]).seal('a key', place)
  const rotated = fixed([second, first])
  assert.equal(await rotated.open(old, place), 'a key')
  const renewed = await rotated.reseal(old, place)
  assert.ok(renewed !== undefined && renewed.startsWith(rotated.currentPrefix()))
  assert.equal(await rotated.reseal(renewed, place), undefined)
  assert.equal(await fixed([second]).open(renewed, place), 'a key')
})

test('a text of a key that another process has made since is opened after reading the keys again', async () => {
  let reads = 0
  const running = createVault([first], async () => {
    reads++
    return [second, first]
  })
  const sealed = fixed([second]).seal('a key', place)
  assert.equal(await running.open(sealed, place), 'a key')
  assert.ok(running.seal('b', place).startsWith(`v1.${second.id}.`))
  await assert.rejects(running.open(fixed([third]).seal('a key', place), place), cannotOpen)
  assert.equal(reads, 2)
})

test('keys of different purposes from one secret have nothing in common, and none shows itself', () => {
  const secret = 'one secret for everything'
  const [signing, encryption] = [makeKey('token-signing', secret), makeKey('encryption', secret)]
  assert.notEqual(signing.id, encryption.id)
  assert.equal(signing.secret.equals(encryption.secret), false)
  const shown = inspect(encryption, { depth: 9, showHidden: true }) + JSON.stringify(encryption)
  for (const encoding of ['hex', 'base64', 'base64url'] as const)
    assert.ok(!shown.includes(encryption.secret.export().toString(encoding)))
})
