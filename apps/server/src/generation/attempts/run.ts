import { ProviderError, type ProviderLook, type ProviderOutput } from '../providers/provider.ts'
import type { AttemptEnd, OpenState } from './states.ts'

/** Milliseconds. */
export type AttemptTimes = {
  readonly firstPause: number
  readonly longestPause: number
  /** Between the two looks that say an attempt is not there: moving from queue to history is not one step for who asks twice. */
  readonly betweenLooks: number
  /** How long one look may take: a server that holds Python's lock answers late and is well. */
  readonly lookWithin: number
  /** A server without an answer for so long is given up; sooner where nothing listens at its address any more. */
  readonly silentFor: number
  readonly unreachableFor: number
  /** The same for a service that cannot be asked by our id: it works on and charges while its line is down. */
  readonly paidSilence: number
  /** How long a server is asked to let go. */
  readonly evictWithin: number
}

export const usualTimes: AttemptTimes = {
  firstPause: 500,
  longestPause: 4000,
  betweenLooks: 1000,
  lookWithin: 15_000,
  silentFor: 15_000,
  unreachableFor: 6000,
  // RunPod keeps results for half an hour.
  paidSilence: 1_800_000,
  evictWithin: 30_000,
}

/** What the pool wants of an attempt: that it goes on, that it ends because nobody wants it, or that the job moves elsewhere. */
export type Wish = { kind: 'go-on' } | { kind: 'cancel' } | { kind: 'move'; code: string; reason: string }

/** The world of one attempt. Everything that can fail or crash is behind one of these. */
export type Hands = {
  /** Makes the state durable. False when the attempt is no longer this one's to run. */
  readonly keep: (state: OpenState, remoteId?: string) => Promise<boolean>
  /** @throws ProviderError */
  readonly submit: () => Promise<string>
  /** @throws ProviderError */
  readonly look: () => Promise<ProviderLook>
  /** @throws ProviderError */
  readonly cancel: () => Promise<ProviderLook>
  /** Fetches, checks and stores the results, and ends attempt and job in one transaction. @throws ProviderError, BadOutput */
  readonly deliver: (outputs: readonly ProviderOutput[], seconds: number | null) => Promise<void>
  /** Ends the attempt; in the same transaction its job waits again, or fails. */
  readonly end: (end: AttemptEnd) => Promise<void>
  readonly wish: () => Wish
  /** Ends early when something may have changed. */
  readonly pause: (milliseconds: number) => Promise<void>
  /** Milliseconds, only ever forwards. */
  readonly now: () => number
}

/** What came is no picture or film. */
export class BadOutput extends Error {
  override name = 'BadOutput'
  /** Whether it may have been spoilt on its way, by a proxy's own page for instance, and come right when it is asked for again. */
  readonly mayComeRight: boolean
  constructor(message: string, { mayComeRight = false, ...options }: ErrorOptions & { mayComeRight?: boolean } = {}) {
    super(message, options)
    this.mayComeRight = mayComeRight
  }
}

export type Standing = {
  readonly state: OpenState
  /** False where another process stored the intent: whether it made the call is not known then. */
  readonly isNew: boolean
  /** Whether an unclear submit can be cleared up. */
  readonly findsByOurId: boolean
  readonly hasRemoteId: boolean
}

/** A result is asked for at least so often, however long each time takes; one that cannot be read, so often at most. */
const fetches = 3

/**
 * Brings one attempt from wherever it stands to its end. It may be stopped between any two steps and begun again from what was
 * kept: nothing is submitted twice, and a job goes elsewhere only after the old server has let go of it or fallen silent.
 */
export async function runAttempt(hands: Hands, standing: Standing, times: AttemptTimes): Promise<void> {
  const { state, isNew, findsByOurId } = standing
  if (!findsByOurId) times = { ...times, silentFor: times.paidSilence, unreachableFor: times.paidSilence }
  if (state === 'leaving') return leave(hands, { code: 'called-off', reason: 'It was being called off.' }, times)
  if (state !== 'intent') return watch(hands, state, standing, times)
  if (!isNew) return (await hands.keep('unclear')) ? watch(hands, 'unclear', standing, times) : undefined
  const submitted = await submit(hands)
  if (submitted === 'over') return
  return watch(hands, submitted, standing, times)
}

async function submit(hands: Hands): Promise<'accepted' | 'unclear' | 'over'> {
  let remoteId: string
  try {
    remoteId = await hands.submit()
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind !== 'not-there') return (await hands.keep('unclear')) ? 'unclear' : 'over'
    const { code, message: reason, retry, retryAfter } = error
    await hands.end({ state: 'refused', code, reason, retry, retryAfter })
    return 'over'
  }
  return (await hands.keep('accepted', remoteId)) ? 'accepted' : 'over'
}

const unclearForGood = {
  code: 'unclear-submit',
  reason: 'Whether the service took it is not known and cannot be asked. It is not repeated, since it may have been paid for.',
}

async function watch(hands: Hands, from: OpenState, { findsByOurId, hasRemoteId }: Standing, times: AttemptTimes): Promise<void> {
  if (from === 'unclear' && !findsByOurId && !hasRemoteId)
    return hands.end({ state: 'failed', ...unclearForGood, retry: 'nowhere' })
  let state = from
  let heardAt = hands.now()
  let missing = 0
  for (let pause = times.firstPause; ; pause = Math.min(times.longestPause, pause * 1.5)) {
    const wish = hands.wish()
    if (wish.kind === 'cancel') return leave(hands, { code: 'cancelled', reason: 'It was cancelled.' }, times)
    if (wish.kind === 'move') return leave(hands, wish, times)
    const look = await tryTo(hands.look)
    if (!isSilence(look)) heardAt = hands.now()
    else if (hands.now() - heardAt > patienceWith(look, times)) return abandon(hands)
    missing = look.kind === 'unknown' ? missing + 1 : 0
    if (missing >= 2) {
      // A call that timed out may still be on its way to the server.
      if (state === 'unclear') return leave(hands, { code: 'never-arrived', reason: 'The server never got it.' }, times)
      return hands.end({ state: 'lost', code: 'lost', reason: 'The server no longer knows it.', retry: 'anywhere' })
    }
    if (look.kind === 'done') return finish(hands, look, times)
    if (look.kind === 'failed') {
      const { code, message: reason, retry } = look.failure
      return hands.end({ state: 'failed', code, reason, retry })
    }
    const seen = look.kind === 'running' ? 'running' : look.kind === 'queued' && state === 'unclear' ? 'accepted' : state
    if (seen !== state && !(await hands.keep(seen))) return
    state = seen
    await hands.pause(missing > 0 ? times.betweenLooks : pause)
  }
}

/** A result that is there has been worked for, and maybe paid for: it is asked for as patiently as its server is. */
async function finish(hands: Hands, done: Extract<ProviderLook, { kind: 'done' }>, times: AttemptTimes): Promise<void> {
  if (!(await hands.keep('finished'))) return
  const began = hands.now()
  for (let tries = 1, pause = times.betweenLooks; ; tries += 1, pause = Math.min(times.longestPause, pause * 2)) {
    if (hands.wish().kind === 'cancel')
      return hands.end({ state: 'evicted', code: 'cancelled', reason: 'It was cancelled.', retry: 'nowhere' })
    try {
      return await hands.deliver(done.outputs, done.seconds)
    } catch (error) {
      if (error instanceof BadOutput) {
        if (!error.mayComeRight || tries >= fetches)
          return hands.end({ state: 'failed', code: 'bad-output', reason: error.message, retry: 'other' })
      } else if (error instanceof ProviderError) {
        const { message: reason } = error
        if (error.kind === 'lost') return hands.end({ state: 'lost', code: 'output-lost', reason, retry: 'anywhere' })
        if (tries >= fetches && hands.now() - began > patienceWith(silenceOf(error), times))
          return hands.end({ state: 'lost', code: 'output-unreachable', reason, retry: 'anywhere' })
      } else throw error
    }
    await hands.pause(pause)
  }
}

/** Calls an attempt off until nothing of it is left there. What it finished meanwhile is used, unless nobody wants it. */
async function leave(hands: Hands, why: { code: string; reason: string }, times: AttemptTimes): Promise<void> {
  if (!(await hands.keep('leaving'))) return
  const { code, reason } = why
  const until = hands.now() + times.evictWithin
  const began = hands.now()
  let heard = false
  let missing = 0
  for (;;) {
    const look = await tryTo(hands.cancel)
    heard ||= !isSilence(look)
    missing = look.kind === 'unknown' ? missing + 1 : 0
    if (missing >= 2 || look.kind === 'failed') return hands.end({ state: 'evicted', code, reason, retry: 'anywhere' })
    if (look.kind === 'done')
      return hands.wish().kind === 'cancel'
        ? hands.end({ state: 'evicted', code, reason, retry: 'nowhere' })
        : finish(hands, look, times)
    if (hands.wish().kind === 'cancel' && hands.now() >= until) return abandon(hands)
    const isOver = heard || !isSilence(look) ? hands.now() >= until : hands.now() - began > patienceWith(look, times)
    if (isOver) return abandon(hands)
    await hands.pause(times.betweenLooks)
  }
}

const abandon = (hands: Hands) =>
  hands.end({ state: 'abandoned', code: 'silent', reason: 'The server does not answer any more.', retry: 'anywhere' })

type Silence = { readonly kind: 'silent' | 'unreachable' }

const isSilence = (look: ProviderLook | Silence): look is Silence => look.kind === 'silent' || look.kind === 'unreachable'

const patienceWith = ({ kind }: Silence, times: AttemptTimes) => (kind === 'silent' ? times.silentFor : times.unreachableFor)

/** That there was no answer is an answer; whatever else goes wrong is a defect of ours. */
async function tryTo(call: () => Promise<ProviderLook>): Promise<ProviderLook | Silence> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof ProviderError) return silenceOf(error)
    throw error
  }
}

const silenceOf = ({ code }: ProviderError): Silence => ({ kind: code === 'unreachable' ? 'unreachable' : 'silent' })
