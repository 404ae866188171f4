import { realClock, type Clock } from './server/clock.ts'
import { ServerError } from './server/failure.ts'
import type { AttemptKey, AttemptState, GenerationServer } from './server/server.ts'

export type EndState = Extract<AttemptState, { kind: 'absent' | 'finished' | 'failed' | 'interrupted' }>

type Options = { readonly clock?: Clock; readonly signal?: AbortSignal }

/** A job is moved from the queue to the history under one lock, but two looks are not one. */
const betweenLooks = 1_000

/**
 * What became of an attempt whose submit was unclear, or that was lost sight of. `absent` is said only after two looks:
 * then it is not there, though a call still on its way might yet arrive; `evict` before it goes elsewhere.
 *
 * @throws ServerError when the server does not answer: then nothing is known, and nothing may move
 */
export async function reconcile(server: GenerationServer, key: AttemptKey, options: Options = {}): Promise<AttemptState> {
  const { clock = realClock, signal } = options
  const first = await server.find(key, patience(signal))
  if (first.kind !== 'absent') return first
  await clock.sleep(betweenLooks, signal)
  return server.find(key, patience(signal))
}

/**
 * Calls an attempt off until the server holds nothing of it, so that it may go elsewhere.
 *
 * @returns its end, which may be `finished` after all; or what it still was when the time was up
 * @throws ServerError when the server does not answer
 */
export async function evict(
  server: GenerationServer,
  key: AttemptKey,
  { clock = realClock, signal, within = 30_000 }: Options & { readonly within?: number } = {},
): Promise<AttemptState> {
  const until = clock.now() + within
  for (;;) {
    const called = await server.cancel(key, patience(signal))
    // A call that was still on its way may have arrived behind our back.
    const state = called.kind === 'absent' ? await reconcile(server, key, { clock, ...patience(signal) }) : called
    if (isEnd(state) || clock.now() >= until) return state
    await clock.sleep(betweenLooks, signal)
  }
}

export type FollowOptions = Options & {
  /** Each change of state, and each answer that did not come. */
  readonly onLook?: (state: AttemptState | ServerError) => void
  /** Milliseconds without an answer after which it is given up; the attempt is then unclear. */
  readonly silentFor?: number
}

const firstPause = 1_000
const longestPause = 5_000

/**
 * Waits until an attempt has come to its end. The server's events only shorten the waiting: what counts is `find`, so it
 * ends as well when no event ever comes, or wrong ones.
 *
 * @returns `absent` when the server has lost it (restart, or someone deleted it)
 * @throws ServerError of the last look when the server has been silent for too long
 */
export async function follow(server: GenerationServer, key: AttemptKey, options: FollowOptions = {}): Promise<EndState> {
  const { clock = realClock, signal, onLook, silentFor = 60_000 } = options
  let wake = new AbortController()
  const stop = server.listen(event => {
    if ((event.kind === 'ended' || event.kind === 'failed') && event.id === (key.remoteId ?? key.id)) wake.abort()
  })
  try {
    let heardAt = clock.now()
    for (let pause = firstPause; ; pause = Math.min(longestPause, pause * 1.5)) {
      const state = await look(server, key, options)
      onLook?.(state)
      if (!(state instanceof ServerError)) {
        heardAt = clock.now()
        if (isEnd(state)) return state
      } else if (clock.now() - heardAt > silentFor) throw state
      const waking = wake.signal
      await clock
        .sleep(pause, signal === undefined ? waking : AbortSignal.any([signal, waking]))
        .catch(() => signal?.throwIfAborted())
      if (waking.aborted) wake = new AbortController()
    }
  } finally {
    stop()
  }
}

async function look(server: GenerationServer, key: AttemptKey, options: FollowOptions): Promise<AttemptState | ServerError> {
  try {
    return await reconcile(server, key, options)
  } catch (error) {
    options.signal?.throwIfAborted()
    if (error instanceof ServerError && error.failure.kind !== 'refused') return error
    throw error
  }
}

function isEnd(state: AttemptState): state is EndState {
  return state.kind !== 'pending' && state.kind !== 'running'
}

function patience(signal: AbortSignal | undefined) {
  return signal === undefined ? {} : { signal }
}
