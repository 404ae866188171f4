import type { Job } from '@storycanvas/api'
import { isOpen } from '../../api/jobLists.ts'
import type { Command } from './useJobs.ts'

const isHeld = (job: Job) => job.state === 'queued' && job.paused

/** The commands that make sense for at least one of these jobs. */
export function commandsFor(jobs: readonly Job[]): Command[] {
  const some = (is: (job: Job) => boolean) => jobs.some(is)
  return [
    ...(some(({ state }) => state === 'queued') ? (['raise', 'lower'] as const) : []),
    ...(some(job => job.state === 'queued' && !job.paused) ? (['hold'] as const) : []),
    ...(some(isHeld) ? (['release'] as const) : []),
    ...(some(({ state }) => state === 'failed' || state === 'cancelled') ? (['retry'] as const) : []),
    ...(some(isOpen) ? (['cancel'] as const) : []),
    ...(some(job => !isOpen(job)) ? (['clear'] as const) : []),
  ]
}

/** What a key does to the selected jobs; null when it does nothing. */
export function commandFor(key: string, jobs: readonly Job[]): Command | null {
  const able = commandsFor(jobs)
  const wanted: Partial<Record<string, readonly Command[]>> = {
    '+': ['raise'],
    '-': ['lower'],
    h: ['release', 'hold'],
    r: ['retry'],
    Delete: ['cancel', 'clear'],
  }
  return (wanted[key] ?? []).find(command => able.includes(command)) ?? null
}
