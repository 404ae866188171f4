import { z } from 'zod'
import { byId, id, instant, page, pageQuery, text } from '../fields.ts'
import { json, routes } from '../route.ts'

export const JobState = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled'])

export const Job = z.object({
  id,
  kind: z.string().meta({ examples: ['draw-panel'] }),
  title: z.string(),
  state: JobState,
  /** From 0 to 1. */
  progress: z.number(),
  stage: z.string(),
  secondsLeft: z.number().nullable(),
  attempt: z.int(),
  maxAttempts: z.int(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  projectId: id.nullable(),
  target: z.object({ kind: z.string(), id }).nullable(),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
})
export type Job = z.output<typeof Job>

const on = { kind: 'object', object: 'job', at: 'params.id' } as const

export const queue = routes({
  listJobs: {
    method: 'GET',
    path: '/api/v1/queue/jobs',
    group: 'queue',
    summary: 'Jobs that I may see, newest first',
    access: { kind: 'account' },
    query: z.object({ state: JobState.optional(), kind: text(100).optional(), projectId: id.optional(), ...pageQuery }),
    reply: json(page(Job)),
  },
  getJob: {
    method: 'GET',
    path: '/api/v1/queue/jobs/:id',
    group: 'queue',
    summary: 'One job',
    access: { ...on, action: 'view' },
    params: byId,
    reply: json(Job),
  },
  getQueueStatus: {
    method: 'GET',
    path: '/api/v1/queue/status',
    group: 'queue',
    summary: 'How many of my jobs wait, run and ended, and how far the running ones are',
    access: { kind: 'account' },
    reply: json(
      z.object({
        queued: z.int(),
        running: z.int(),
        failed: z.int(),
        succeeded: z.int(),
        cancelled: z.int(),
        /** Share done of everything queued or running; null when nothing is. */
        progress: z.number().nullable(),
        workers: z.array(z.object({ kind: z.string(), slots: z.int(), running: z.int() })),
      }),
    ),
  },
  cancelJob: {
    method: 'POST',
    path: '/api/v1/queue/jobs/:id/cancel',
    group: 'queue',
    summary: 'Cancel a job that has not ended',
    access: { ...on, action: 'edit' },
    params: byId,
    reply: json(Job),
  },
  retryJob: {
    method: 'POST',
    path: '/api/v1/queue/jobs/:id/retry',
    group: 'queue',
    summary: 'Run a failed or cancelled job again',
    access: { ...on, action: 'edit' },
    params: byId,
    reply: json(Job),
  },
})
