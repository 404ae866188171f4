import { type Provider, ProviderError, type ProviderKey, type ProviderLook } from '../providers/provider.ts'
import { waitFor } from './wait-for.ts'

/** Milliseconds. */
type HostedTimes = {
  /** Between two looks at a film that is being made. */
  lookEvery: number
  /** What was paid for is asked after for so long, though the service is silent. */
  silentFor: number
  /** A service that has not begun, or has not ended, in so long will not: it is called off there. */
  queuedFor: number
  endsWithin: number
}
const hour = 3_600_000
export const hostedTimes: HostedTimes = { lookEvery: 3000, silentFor: hour / 4, queuedFor: 2 * hour, endsWithin: 6 * hour }

type Ended = Extract<ProviderLook, { kind: 'done' | 'failed' | 'unknown' }>

/** Milliseconds. */
const longestPause = 30_000

/** The service was called off there since it did not come to an end; whether it charges for that only it knows. */
export class NeverEnded extends ProviderError {}

/** What became of something at a service, asked until it is known. @throws ProviderError, NeverEnded */
export async function untilEnded(
  provider: Provider,
  key: ProviderKey,
  signal: AbortSignal,
  { lookEvery, silentFor, queuedFor, endsWithin }: HostedTimes,
  onProgress: (progress: number | null) => void,
): Promise<Ended> {
  const beganAt = performance.now()
  let heardAt = beganAt
  for (let pause = lookEvery; ; ) {
    const look = await provider.look(key, { signal }).catch((error: unknown) => {
      const isSilence = error instanceof ProviderError && error.kind === 'no-answer'
      if (signal.aborted || !isSilence || performance.now() - heardAt > silentFor) throw error
      return null
    })
    if (look?.kind === 'done' || look?.kind === 'failed' || look?.kind === 'unknown') return look
    if (look?.kind === 'running') onProgress(look.progress)
    if (look) heardAt = performance.now()
    const patience = look?.kind === 'queued' ? queuedFor : endsWithin
    if (look && performance.now() - beganAt > patience) return callOff(provider, key, look.kind === 'queued')
    pause = look ? lookEvery : Math.min(longestPause, pause * 2)
    await waitFor(pause, signal)
  }
}

/** What it finished meanwhile is used. @throws NeverEnded */
async function callOff(provider: Provider, key: ProviderKey, isQueued: boolean): Promise<Ended> {
  const left = await provider.cancel(key).catch(() => null)
  if (left?.kind === 'done' || left?.kind === 'failed') return left
  const what = isQueued
    ? 'The service took it and did not begin it for hours'
    : 'The service worked on it for hours and did not end'
  throw new NeverEnded('lost', `${what}. It was called off there; it may have been charged.`, {
    code: isQueued ? 'never-begun' : 'never-ended',
    retry: 'nowhere',
  })
}
