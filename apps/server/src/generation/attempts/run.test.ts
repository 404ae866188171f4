import assert from 'node:assert/strict'
import { ServerError } from '@storycanvas/comfyui'
import { describe, test } from 'node:test'
import { asLookError } from '../providers/comfyui/errors.ts'
import { ProviderError, type ProviderLook } from '../providers/provider.ts'
import { notWhole } from './not-whole.ts'
import { BadOutput, type Hands, runAttempt, usualTimes } from './run.ts'
import type { AttemptEnd } from './states.ts'

type End = AttemptEnd | 'delivered'

/** Runs an accepted attempt at a server that is silent for so many seconds, and then has it done. */
const afterSilence = (seconds: number, findsByOurId: boolean) =>
  run(findsByOurId, now => {
    if (now < seconds * 1000) throw new ProviderError('no-answer', 'silence')
  })

/** Runs an accepted attempt to its end; `looked` and `fetched` are told the time in milliseconds, and throw what goes wrong then. */
async function run(
  findsByOurId: boolean,
  looked: (now: number) => void,
  fetched: (now: number) => void = () => {},
): Promise<End> {
  let [now, end]: [number, End | null] = [0, null]
  const look = async (): Promise<ProviderLook> => {
    looked(now)
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
    deliver: async () => {
      fetched(now)
      end = 'delivered'
    },
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

describe('a result that is there', () => {
  const noAnswerFor = (seconds: number) => (now: number) => {
    if (now < seconds * 1000) throw new ProviderError('no-answer', 'The line was cut.')
  }
  const spoilt = (times: number, mayComeRight = true) => {
    let left = times
    return () => {
      if ((left -= 1) >= 0) throw new BadOutput('no picture', { mayComeRight })
    }
  }
  const fetching = async (findsByOurId: boolean, fetched: (now: number) => void) => {
    const end = await run(findsByOurId, () => {}, fetched)
    return end === 'delivered' || end.state === 'delivered' ? 'delivered' : `${end.state} ${end.code}`
  }

  test('is fetched as patiently as its server is asked', async () => {
    assert.equal(await fetching(true, noAnswerFor(12)), 'delivered')
    assert.equal(await fetching(true, noAnswerFor(60)), 'lost output-unreachable')
  })

  test('is fetched for as long as a service keeps it, where it was paid for', async () => {
    assert.equal(await fetching(false, noAnswerFor(1200)), 'delivered')
  })

  test('is asked for again where it may have been spoilt on its way, and blames the server in the end', async () => {
    assert.equal(await fetching(true, spoilt(2)), 'delivered')
    assert.equal(await fetching(true, spoilt(Infinity)), 'failed bad-output')
    assert.equal(await fetching(true, spoilt(1, false)), 'failed bad-output')
  })

  test('is not asked for again where it is larger than is taken', async () => {
    const tooLarge = asLookError(new ServerError({ kind: 'answer-too-large', limit: 10 }, 'It is larger than 10 bytes.'))
    assert.equal(await fetching(false, () => assert.fail(notWhole('film', tooLarge))), 'failed bad-output')
    assert.ok(notWhole('film', new ProviderError('lost', 'gone')) instanceof ProviderError)
  })
})
