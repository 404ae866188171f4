import { ProblemError } from '@storycanvas/api'
import { expect, test } from 'vitest'
import { complaintOf, fieldErrors } from './problem.ts'

const invalid = new ProblemError({
  type: '/docs/problems#invalid-request',
  title: 'The request is not valid',
  status: 400,
  code: 'invalid-request',
  detail: 'One field is wrong.',
  remedy: 'Correct the fields named under `errors`.',
  requestId: 'r1',
  errors: [{ field: 'body.email', message: 'must be an address' }],
})

test('errors land on the field they name', () => {
  expect(fieldErrors(invalid)).toEqual({ email: 'must be an address' })
  expect(fieldErrors(new Error('other'))).toEqual({})
})

test('a complaint says what happened, to what, and what to do', () => {
  expect(complaintOf(invalid)).toEqual({
    title: 'The request is not valid',
    detail: 'One field is wrong. body.email: must be an address.',
    remedy: 'Correct the fields named under errors.',
  })
  expect(complaintOf(new TypeError('Failed to fetch')).title).toBe('The server cannot be reached')
})

test('a remedy that only points at the detail is left out, since that stands above it', () => {
  const remedyOf = (remedy: string) => complaintOf(new ProblemError({ ...invalid.problem, remedy })).remedy
  expect(remedyOf('See `detail`.')).toBe('')
  expect(remedyOf('See `detail`; convert it with another program first.')).toBe('Convert it with another program first.')
})
