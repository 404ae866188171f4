import { z } from 'zod'
import { after, byId, document, flag, id, instant, line, page, pageQuery, text } from '../fields.ts'
import { empty, json, routes } from '../route.ts'

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
  /** Of my waiting jobs the highest is next. */
  priority: z.int(),
  /** It waits until somebody lets it go on. */
  paused: z.boolean(),
  /** A pull worker does it, not this server. */
  pull: z.boolean(),
  /** A server of the pool does it. */
  pooled: z.boolean(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  projectId: id.nullable(),
  target: z.object({ kind: z.string(), id }).nullable(),
  createdAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
})
export type Job = z.output<typeof Job>

/** A job for pull workers with what they are given and hand back; both are null for jobs that this server does. */
const JobDetail = Job.extend({ input: z.unknown(), result: z.unknown() })

const kindName = line(60)
  .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens')
  .meta({ examples: ['upscale'] })
const priority = z.int().min(-100).max(100)
const leaseSeconds = z.int().min(5).max(3600).default(60)
const token = id
const input = document(256 * 1024)

export const PullWorker = z.object({
  id,
  name: z.string(),
  /** Kinds of jobs that it does; empty for every kind. */
  kinds: z.array(z.string()),
  /** Whose jobs it gets: mine, or those of everyone here. */
  serves: z.enum(['me', 'everyone']),
  running: z.int(),
  lastSeenAt: instant.nullable(),
  createdAt: instant,
})
export type PullWorker = z.output<typeof PullWorker>

const Lease = z.object({ token, until: instant })

const worker = { kind: 'object', object: 'pull-worker', action: 'edit' } as const

const on = { kind: 'object', object: 'job', at: 'params.id' } as const

export const queue = routes({
  listJobs: {
    method: 'GET',
    path: '/api/v1/queue/jobs',
    group: 'queue',
    summary: 'Jobs that I may see, newest first or in the order of their turn; with `deleted` those that were cleared',
    access: { kind: 'account' },
    query: z.object({
      state: JobState.optional(),
      /** Open are those that wait or run. */
      open: z.enum(['true', 'false']).optional(),
      /** By turn: what runs, then what waits, by priority and place. */
      order: z.enum(['newest', 'turn']).default('newest'),
      kind: text(100).optional(),
      projectId: id.optional(),
      deleted: flag,
      ...pageQuery,
    }),
    reply: json(page(Job)),
  },
  getJob: {
    method: 'GET',
    path: '/api/v1/queue/jobs/:id',
    group: 'queue',
    summary: 'One job',
    access: { ...on, action: 'view' },
    params: byId,
    reply: json(JobDetail),
  },
  createJob: {
    method: 'POST',
    path: '/api/v1/queue/jobs',
    group: 'queue',
    summary: 'Put a job before the pull workers',
    access: { kind: 'account' },
    status: 201,
    body: z.strictObject({
      kind: kindName,
      title: line(200),
      input: input.default({}),
      priority: priority.default(0),
      maxAttempts: z.int().min(1).max(20).default(3),
      projectId: id.nullable().default(null),
    }),
    reply: json(JobDetail),
  },
  updateJob: {
    method: 'PATCH',
    path: '/api/v1/queue/jobs/:id',
    group: 'queue',
    summary: 'Change the priority of a waiting job, move it, hold it back or let it go on',
    access: { ...on, action: 'edit' },
    params: byId,
    body: z.strictObject({ priority, paused: z.boolean(), after }).partial(),
    reply: json(Job),
  },
  deleteJob: {
    method: 'DELETE',
    path: '/api/v1/queue/jobs/:id',
    group: 'queue',
    summary: 'Take a job out of the list; one that has not ended is cancelled',
    access: { ...on, action: 'edit' },
    status: 204,
    params: byId,
    reply: empty,
  },
  clearQueue: {
    method: 'POST',
    path: '/api/v1/queue/clear',
    group: 'queue',
    summary: 'Take my ended jobs out of the list; waiting ones are cancelled when `states` names them',
    access: { kind: 'account' },
    body: z.strictObject({
      states: z
        .array(z.enum(['queued', 'succeeded', 'failed', 'cancelled']))
        .min(1)
        .default(['succeeded', 'failed', 'cancelled']),
      kind: text(100).optional(),
      projectId: id.optional(),
    }),
    reply: json(z.object({ cleared: z.int() })),
  },
  redriveJobs: {
    method: 'POST',
    path: '/api/v1/queue/redrive',
    group: 'queue',
    summary: 'Run all my failed jobs again, or those of a kind or project, where I may still edit',
    access: { kind: 'account' },
    body: z.strictObject({ kind: text(100).optional(), projectId: id.optional() }),
    reply: json(z.object({ redriven: z.int() })),
  },
  pauseQueue: {
    method: 'POST',
    path: '/api/v1/queue/pause',
    group: 'queue',
    summary: 'Start none of my jobs until I resume; running ones go on',
    access: { kind: 'account' },
    reply: json(z.object({ paused: z.boolean() })),
  },
  resumeQueue: {
    method: 'POST',
    path: '/api/v1/queue/resume',
    group: 'queue',
    summary: 'Start my waiting jobs again',
    access: { kind: 'account' },
    reply: json(z.object({ paused: z.boolean() })),
  },
  createPullWorker: {
    method: 'POST',
    path: '/api/v1/queue/servers',
    group: 'queue',
    summary: 'Register a pull worker, which asks for jobs by itself',
    access: { kind: 'account' },
    status: 201,
    body: z.strictObject({
      name: line(100),
      kinds: z.array(kindName).max(100).default([]),
      /** `everyone` needs an administrator. */
      serves: PullWorker.shape.serves.default('me'),
    }),
    reply: json(PullWorker),
  },
  listPullWorkers: {
    method: 'GET',
    path: '/api/v1/queue/servers',
    group: 'queue',
    summary: 'My pull workers',
    access: { kind: 'account' },
    reply: json(z.object({ items: z.array(PullWorker) })),
  },
  deletePullWorker: {
    method: 'DELETE',
    path: '/api/v1/queue/servers/:id',
    group: 'queue',
    summary: 'Remove a pull worker; what it was doing is given back',
    access: { ...worker, at: 'params.id' },
    status: 204,
    params: byId,
    reply: empty,
  },
  nextJob: {
    method: 'POST',
    path: '/api/v1/queue/next',
    group: 'queue',
    summary: 'The next job for a pull worker with a lease on it, or null',
    access: { ...worker, at: 'body.serverId' },
    body: z.strictObject({ serverId: id, leaseSeconds }),
    reply: json(z.object({ job: JobDetail.nullable(), lease: Lease.nullable() })),
  },
  heartbeatJob: {
    method: 'POST',
    path: '/api/v1/queue/jobs/:id/heartbeat',
    group: 'queue',
    summary: 'Keep the lease on a job and report its progress; refused with 409 once the lease is lost',
    access: { kind: 'account' },
    params: byId,
    body: z.strictObject({
      lease: token,
      leaseSeconds,
      progress: z.number().min(0).max(1).optional(),
      stage: text(200).optional(),
      secondsLeft: z.number().min(0).max(1e7).nullable().optional(),
    }),
    reply: json(Lease),
  },
  completeJob: {
    method: 'POST',
    path: '/api/v1/queue/jobs/:id/complete',
    group: 'queue',
    summary: 'Hand back the result of a job, or why it failed; refused with 409 once the lease is lost',
    access: { kind: 'account' },
    params: byId,
    body: z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('succeeded'), lease: token, result: input.default({}) }),
      z.strictObject({
        outcome: z.literal('failed'),
        lease: token,
        error: z.strictObject({ code: line(100), message: text(5000) }),
        /** Another attempt would fail in the same way. */
        final: z.boolean().default(false),
      }),
    ]),
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
        /** Nothing of mine is started until I resume. */
        paused: z.boolean(),
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
    summary: 'Run a failed or cancelled job again: with my key, from my budget, in my place in the line',
    access: { ...on, action: 'edit' },
    params: byId,
    reply: json(Job),
  },
})
