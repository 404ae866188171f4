import { setTimeout as pause } from 'node:timers/promises'

type Watched = { state: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'; error: { message: string } | null }

const everyMs = 250

/** Asks until the thing has ended; throws the reason where it did not succeed. */
export async function waitFor<T extends Watched>(
  look: () => Promise<T>,
  show: (thing: T) => void,
  signal: AbortSignal,
): Promise<T> {
  for (;;) {
    const thing = await look()
    show(thing)
    if (thing.state === 'succeeded') return thing
    if (thing.state === 'failed' || thing.state === 'cancelled') throw new Error(thing.error?.message ?? `It was ${thing.state}.`)
    await pause(everyMs, undefined, { signal })
  }
}
