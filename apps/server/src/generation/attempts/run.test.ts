import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ProviderError, type ProviderLook } from '../providers/provider.ts'
import { type Hands, runAttempt, usualTimes } from './run.ts'
import type { AttemptEnd } from './states.ts'

/** Runs an accepted attempt at a server that is silent for so many seconds, and then has it done. */
async function afterSilence(seconds: number, findsByOurId: boolean): Promise<AttemptEnd | 'delivered'> {
  let [now, end]: [number, AttemptEnd | 'delivered' | null] = [0, null]
  const look = async (): Promise<ProviderLook> => {
    if (now < seconds * 1000) throw new ProviderError('no-answer', 'silence')
    return { kind: 'done', outputs: [], seconds: null }
  }
  const hands: Hands = {
    now: () => now,
    wish: () => ({ kind: 'go-on' }),
    pause: async milliseconds => void (now += milliseconds),
    keep: async () => true,
    submit: () => assert.fail('it is there already'),
    look,
    cancel: look,
    deliver: async () => void (end = 'delivered'),
    end: async how => void (end = how),
  }
  await runAttempt(hands, { state: 'accepted', isNew: false, findsByOurId, hasRemoteId: true }, usualTimes)
  return end ?? assert.fail('it did not end')
}

describe('an attempt at a server that falls silent', () => {
  test('is given up, where the server can be cleared of it later', async () => {
    const end = await afterSilence(120, true)
    assert.equal(end === 'delivered' ? end : end.state, 'abandoned')
  })

  test('is waited for, where a service works on and charges meanwhile', async () => {
    assert.equal(await afterSilence(1500, false), 'delivered')
  })

  test('ends in any case', async () => {
    const end = await afterSilence(10_000, false)
    assert.equal(end === 'delivered' ? end : end.state, 'abandoned')
  })
})
