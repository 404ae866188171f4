import type { Job, JobKind, Server } from './model.ts'

/** Makers for tests: what is not named has plain values. */
export const kindOf = (name: string, gigabytes = 10, more: Partial<JobKind> = {}): JobKind => ({
  id: name,
  preset: name,
  heavy: { name, gigabytes },
  stack: name,
  lightGigabytes: 0,
  files: [name],
  nodes: [],
  vramGigabytes: gigabytes,
  ...more,
})

export const serverOf = (id: string, files: readonly string[], more: Partial<Server> = {}): Server => ({
  id,
  state: 'up',
  vramGigabytes: 24,
  loadGigabytesPerSecond: 1,
  files: new Set(files),
  nodes: 'any',
  ...more,
})

export const jobOf = (id: string, kind: JobKind, more: Partial<Job> = {}): Job => ({
  id,
  kind,
  user: 'ada',
  priority: 0,
  queuedAt: 0,
  work: 1,
  ...more,
})
