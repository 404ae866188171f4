import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BlobError } from '../../error.ts'
import { createQueries } from './database.ts'

const failing = (error: Error) => ({ query: () => Promise.reject(error), connect: () => Promise.reject(error) })

test('a database that stays away makes the store unavailable, and what it refuses is told as it is', async () => {
  const away = Object.assign(new Error('the database system is starting up'), { code: '57P03' })
  const { rows, transaction } = createQueries(failing(away), 60)
  const isUnavailable = (error: unknown) =>
    error instanceof BlobError && error.failure.kind === 'unavailable' && error.cause === away
  await assert.rejects(rows('select 1'), isUnavailable)
  await assert.rejects(
    transaction(async () => 1),
    isUnavailable,
  )
  const refused = Object.assign(new Error('no such table'), { code: '42P01' })
  await assert.rejects(createQueries(failing(refused), 60).rows('select 1'), refused)
})
