import type { Job } from '@storycanvas/api'
import type { Tone } from '../../shell/Mark.tsx'

export const tones: Record<Job['state'], Tone> = {
  queued: 'quiet',
  running: 'busy',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'quiet',
}

const kinds: Record<string, string> = {
  'draw-panel': 'Drawing',
  generate: 'Model',
  'generate-hosted': 'Service',
  render: 'Film',
  'first-play': 'Video, first look',
  'prepare-stream': 'Video, qualities',
  'make-storyboard': 'Video, seek pictures',
}

/** What kind of work it is, as a person reads it; kinds of pull workers have the names that those gave them. */
export const kindName = (kind: string) => kinds[kind] ?? kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll('-', ' ')

/** What is known of the queue when one asks why a job waits. */
export type Situation = {
  paused: boolean
  workers: readonly { kind: string; slots: number; running: number }[]
  /** How many waiting jobs stand before it. */
  before: number
}

/** Why a waiting job does not run, in words. */
export function whyWaiting(job: Job, { paused, workers, before }: Situation): string {
  if (job.paused) return 'Held back until it is let go on'
  if (paused) return 'The queue is paused'
  if (job.error) return `Attempt ${job.attempt} of ${job.maxAttempts} failed, tried again in a moment: ${job.error.message}`
  if (job.stage) return job.stage.charAt(0).toUpperCase() + job.stage.slice(1)
  const turn = before === 0 ? 'next in turn' : before === 1 ? '1 job before it' : `${before} jobs before it`
  if (job.pooled) return `Waits for a server to be free, ${turn}`
  if (job.pull) return `Waits for a pull worker that does “${job.kind}”, ${turn}`
  const worker = workers.find(({ kind }) => kind === job.kind)
  if (!worker) return `Nothing here does “${job.kind}”, ${turn}`
  if (worker.running < worker.slots) return `Starts at once, ${turn}`
  const taken = worker.slots === 1 ? 'Its place is taken' : `All ${worker.slots} places are taken`
  return `${taken}, ${turn}`
}
