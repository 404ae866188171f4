/**
 * Time that stands still while this process does: starved by others on its machine, suspended, or busy with itself. What a server
 * is given to answer is counted in it, so that nobody is blamed for an answer that merely was not read.
 */
export type WakingTime = {
  /** Milliseconds, only ever forwards, never faster than the clock on the wall. */
  readonly now: () => number
  readonly stop: () => void
}

/** Milliseconds. Of a longer silence of the event loop only `mostAtOnce` counts. */
const tickEvery = 50
const mostAtOnce = 150

export function startWakingTime(clock: () => number = () => performance.now()): WakingTime {
  let lived = 0
  let last = clock()
  const sinceLast = () => Math.min(clock() - last, mostAtOnce)
  const tick = () => {
    lived += sinceLast()
    last = clock()
  }
  const timer = setInterval(tick, tickEvery).unref()
  return { now: () => lived + sinceLast(), stop: () => clearInterval(timer) }
}

/** Calls `expire` after so much waking time; gives what calls that off. */
export function afterWaking(milliseconds: number, { now }: Pick<WakingTime, 'now'>, expire: () => void): () => void {
  const end = now() + milliseconds
  let timer: NodeJS.Timeout
  const wait = () => {
    const left = end - now()
    if (left <= 0) expire()
    else timer = setTimeout(wait, left)
  }
  wait()
  return () => clearTimeout(timer)
}
