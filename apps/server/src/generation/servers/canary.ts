import { setTimeout as pause } from 'node:timers/promises'
import { type AttemptId, type ComfyServer, newAttemptId, ServerError } from '@storycanvas/comfyui'

/** A tiny picture that needs no model. */
const graph = (colour: number) => ({
  canary: { class_type: 'EmptyImage', inputs: { width: 16, height: 16, batch_size: 1, color: colour } },
  look: { class_type: 'PreviewImage', inputs: { images: ['canary', 0] as const } },
})

/** Ids of what it ran, or what it is busy with: another address of the same process knows them too. */
export type Canary =
  | { kind: 'alive'; id: AttemptId }
  | { kind: 'dead'; reason: string }
  | { kind: 'busy'; ids: readonly string[] }

const interval = 200

/** Whether a server executes anything: some answer every call, take every job, and run none of them. */
export async function sendCanary(server: ComfyServer, within: number, signal?: AbortSignal): Promise<Canary> {
  const patience = signal ? { signal } : {}
  const { jobs } = await server.health(patience)
  if (jobs.length > 0) return { kind: 'busy', ids: jobs.map(({ id }) => id) }
  const id = newAttemptId()
  await server.submit({ id, graph: graph(Math.floor(Math.random() * 0xff_ffff)) }, patience)
  for (const until = performance.now() + within; performance.now() < until; await pause(interval, undefined, patience)) {
    const { kind } = await server.find({ id }, patience)
    if (kind === 'finished') return { kind: 'alive', id }
    if (kind === 'failed' || kind === 'interrupted') break
    // Somebody else came first: that it works for them says enough.
    const now = await server.health(patience)
    if (now.jobs.some(job => job.id !== id && job.state === 'running')) return { kind: 'busy', ids: now.jobs.map(job => job.id) }
  }
  await server.cancel({ id }, patience).catch(ignoreSilence)
  return { kind: 'dead', reason: 'It answers and takes jobs, but executes nothing; restart ComfyUI there.' }
}

function ignoreSilence(error: unknown): void {
  if (!(error instanceof ServerError)) throw error
}
