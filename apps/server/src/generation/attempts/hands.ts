import type { Context } from '../../context.ts'
import { progressReporter } from '../../platform/jobs/progress.ts'
import { type Provider, type ProviderHint, ProviderError } from '../providers/provider.ts'
import { lackOfRoom } from '../room.ts'
import { afterWaking, type WakingTime } from './waking-time.ts'
import { consequenceOf } from './consequence.ts'
import { deliver } from './deliver.ts'
import { previewSender } from './previews.ts'
import { requestOf } from './request-of.ts'
import type { Hands, Wish } from './run.ts'
import type { AttemptEnd } from './states.ts'
import { endWithout, isStillWanted, keepState, type OpenAttempt } from './store.ts'

export type Parts = Pick<Context, 'database' | 'media' | 'tools' | 'config' | 'log'>

type Options = {
  provider: Provider
  /** When it ends, everything stops where it stands; whoever leads next goes on. */
  signal: AbortSignal
  /** What a server may take is counted in it. */
  waking: Pick<WakingTime, 'now'>
  wish: () => Wish
  /** Milliseconds that one look may take. */
  lookWithin: number
  /** What the end of an attempt says of its server. */
  onEnd: (end: AttemptEnd, seconds: number | null) => void
}

export type HeldAttempt = { hands: Hands; hint: (hint: ProviderHint) => void; wake: () => void; stop: () => Promise<void> }

/** The real world of an attempt: the database, the server, the store of media. */
export function holdAttempt(
  parts: Parts,
  open: OpenAttempt,
  { provider, signal, waking, wish, onEnd, lookWithin }: Options,
): HeldAttempt {
  const { attempt, job } = open
  const { database, log } = parts
  const onError = (error: unknown) => log.warn({ err: error, jobId: job.id }, 'progress was not written')
  const progress = progressReporter(database, job, onError)
  const show = previewSender(
    database,
    { projectId: job.projectId ?? '', generationId: attempt.generationId, jobId: job.id },
    onError,
  )
  let remoteId = attempt.remoteId
  let wake = () => {}
  const key = () => ({ id: attempt.id, remoteId })

  const hands: Hands = {
    now: waking.now,
    wish,
    async keep(state, given) {
      signal.throwIfAborted()
      remoteId = given ?? remoteId
      if (state === 'running') progress.report(0, `running at ${provider.name}`)
      if (state === 'finished') progress.report(1, `fetching from ${provider.name}`)
      return keepState(database, attempt, state, given)
    },
    async submit() {
      // A word that it was cancelled may have come before anybody here listened for it.
      if (!(await isStillWanted(database, job)))
        throw new ProviderError('not-there', 'It was cancelled.', { code: 'cancelled', retry: 'nowhere' })
      const lack = job.projectId && (await lackOfRoom(parts, job.projectId))
      if (lack) throw new ProviderError('not-there', lack.message, { code: lack.code, retry: 'nowhere' })
      const request = await requestOf(parts, attempt.generationId)
      signal.throwIfAborted()
      return provider.submit({ id: attempt.id, request }, { signal })
    },
    look: () => within(lookWithin, waking, signal, one => provider.look(key(), { signal: one })),
    cancel: () => within(lookWithin, waking, signal, one => provider.cancel(key(), { signal: one })),
    async deliver(outputs, seconds) {
      await progress.stop()
      await deliver(parts, provider, open, { outputs, seconds }, signal)
      onEnd({ state: 'delivered' }, seconds)
    },
    async end(end) {
      await progress.stop()
      signal.throwIfAborted()
      // A job that somebody cancelled keeps that state whatever is said of it here.
      await endWithout(database, open, end, await consequenceOf(database, open, end))
      onEnd(end, null)
    },
    pause: milliseconds =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => done(resolve), milliseconds)
        const stop = () => done(() => reject(signal.reason as Error))
        const done = (then: () => void) => {
          clearTimeout(timer)
          signal.removeEventListener('abort', stop)
          wake = () => {}
          then()
        }
        wake = () => done(resolve)
        signal.addEventListener('abort', stop)
        if (signal.aborted) stop()
      }),
  }
  return {
    hands,
    wake: () => wake(),
    hint(hint) {
      if (hint.kind === 'progress') progress.report(hint.progress, `running at ${provider.name}`)
      if (hint.kind === 'preview') show(hint.bytes)
      if (hint.kind === 'changed') wake()
    },
    stop: () => progress.stop(),
  }
}

/** A call that takes longer brought no answer. */
async function within<T>(
  milliseconds: number,
  waking: Pick<WakingTime, 'now'>,
  signal: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController()
  const inTime = afterWaking(milliseconds, waking, () => late.abort())
  try {
    return await call(AbortSignal.any([signal, late.signal]))
  } catch (error) {
    signal.throwIfAborted()
    if (late.signal.aborted && !(error instanceof ProviderError))
      throw new ProviderError('no-answer', 'The server takes too long to answer.')
    throw error
  } finally {
    inTime()
  }
}

/** Whether an error is only the word to stop. */
export const isStop = (error: unknown, signal: AbortSignal): boolean => signal.aborted && !(error instanceof ProviderError)
