import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RequestError } from '../http/problem.ts'
import { pageOf, readCursor } from './page.ts'

const key = fc.string({ unit: 'binary' }).filter(text => !/[\u0000\u0001]/.test(text) && text.isWellFormed())

test('a cursor comes back as it was given', () => {
  fc.assert(
    fc.property(key, fc.uuid(), (text, id) => {
      const { nextCursor } = pageOf([{ id }, { id: 'more' }], 1, () => text)
      assert.deepEqual(readCursor(nextCursor ?? ''), { key: text, id })
    }),
  )
})

test('pages of any size give every row once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.uuid(), { maxLength: 50 }), fc.integer({ min: 1, max: 10 }), (ids, limit) => {
      const rows = ids.sort().map(id => ({ id }))
      const seen: string[] = []
      for (let cursor: string | undefined; ; ) {
        const last = readCursor(cursor)
        const page = pageOf(rows.filter(({ id }) => !last || id > last.id).slice(0, limit + 1), limit, () => '')
        seen.push(...page.items.map(({ id }) => id))
        if (!page.nextCursor) break
        cursor = page.nextCursor
      }
      assert.deepEqual(seen, ids)
    }),
  )
})

test('a cursor that was made up is refused', () => {
  assert.equal(readCursor(undefined), null)
  const made = [
    '',
    'x',
    'a\u0001b',
    `a\u0001${'-'.repeat(36)}`,
    `a\u0001b\u0001${'0'.repeat(36)}`,
    `\u0000\u000101936f5e-7c3a-7b52-9f0e-3f2b7a5c1d20`,
  ]
  for (const text of made) assert.throws(() => readCursor(Buffer.from(text).toString('base64url')), RequestError)
})
