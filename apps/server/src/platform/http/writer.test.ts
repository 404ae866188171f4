import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { replyWriter } from './writer.ts'

const write = replyWriter(
  z.object({
    name: z.string(),
    note: z.string().nullable(),
    owner: z.object({ id: z.string() }).nullable(),
    items: z.array(z.object({ at: z.number().nullable() })),
  }),
)
const value = { name: 'a "name"\u2028', note: null, owner: null, items: [{ at: null }, { at: 1.5 }] }

test('what the contract does not name never leaves the server', () => {
  const secret = { ...value, passwordHash: 'x', items: [{ at: 1, secret: 'x' }], owner: { id: 'a', secret: 'x' } }
  assert.deepEqual(JSON.parse(write(secret)), { ...value, items: [{ at: 1 }], owner: { id: 'a' } })
})

test('null stays null and text stays as it is', () => {
  assert.deepEqual(JSON.parse(write(value)), value)
  assert.deepEqual(JSON.parse(write({ ...value, note: 'x', owner: { id: 'a' } })), { ...value, note: 'x', owner: { id: 'a' } })
})
