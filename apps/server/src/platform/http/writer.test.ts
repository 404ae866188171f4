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

test('a field may have the name of a keyword', () => {
  const fields = {
    default: z.number().nullable(),
    pattern: z.string(),
    examples: z.array(z.string()),
    anyOf: z.string(),
    enum: z.int(),
  }
  const named = replyWriter(z.object({ ...fields, required: z.boolean(), nested: z.object(fields) }))
  const nested = { default: 3, pattern: 'a+', examples: ['b'], anyOf: 'c', enum: 1 }
  assert.deepEqual(JSON.parse(named({ ...nested, default: null, required: true, nested })), {
    ...{ ...nested, default: null, required: true, nested },
  })
})
