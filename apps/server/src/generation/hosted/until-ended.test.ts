import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Provider, ProviderLook } from '../providers/provider.ts'
import { untilEnded } from './until-ended.ts'

const times = { lookEvery: 1, silentFor: 1000, queuedFor: 20, endsWithin: 40 }
const done: ProviderLook = { kind: 'done', outputs: [], seconds: null }

/** A service that says the same for ever, and is left in some state when it is called off. */
function follow(says: ProviderLook, left: ProviderLook) {
  const calls: string[] = []
  const provider = {
    look: async () => says,
    cancel: async () => {
      calls.push('cancelled')
      return left
    },
  } as unknown as Provider
  const ended = untilEnded(provider, { id: 'a', remoteId: 'b' }, new AbortController().signal, times, () => calls.push('seen'))
  return { ended, calls }
}

test('what a service never begins is called off there, so that it holds nobody up', async () => {
  const { ended, calls } = follow({ kind: 'queued' }, { kind: 'unknown' })
  await assert.rejects(ended, { code: 'never-begun', retry: 'nowhere', message: /may have been charged/ })
  assert.deepEqual(calls, ['cancelled'])
})

test('what never ends is called off, too', async () => {
  const { ended, calls } = follow({ kind: 'running', progress: 0.5 }, { kind: 'unknown' })
  await assert.rejects(ended, { code: 'never-ended' })
  assert.equal(calls.at(-1), 'cancelled')
})

test('what was finished at that moment is used', async () => {
  assert.equal(await follow({ kind: 'queued' }, done).ended, done)
})
