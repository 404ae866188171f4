import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { notFound } from '../platform/http/problem.ts'
import { jobReply } from '../platform/jobs/read.ts'
import { changeJob } from './change.ts'
import { clearJobs, deleteJob } from './clear.ts'
import { createPullJob } from './create.ts'
import { holdQueue, isHeld, releaseQueue } from './hold.ts'
import { complete, heartbeat, nextFor } from './pull.ts'
import { listWorkers, registerWorker, removeWorker } from './pull-workers.ts'
import { jobDetail, listJobs, ownJobs, queueCounts } from './read.ts'
import { redrive, retryJob } from './retry.ts'

type Operations =
  | 'listJobs'
  | 'getJob'
  | 'createJob'
  | 'updateJob'
  | 'deleteJob'
  | 'clearQueue'
  | 'redriveJobs'
  | 'pauseQueue'
  | 'resumeQueue'
  | 'createPullWorker'
  | 'listPullWorkers'
  | 'deletePullWorker'
  | 'nextJob'
  | 'heartbeatJob'
  | 'completeJob'
  | 'getQueueStatus'
  | 'cancelJob'
  | 'retryJob'

export function queueRoutes({ database, jobs }: Pick<Context, 'database' | 'jobs'>): Handlers<Pick<typeof contract, Operations>> {
  const transaction = () => database.transaction()
  return {
    listJobs: ({ actor, query }) => listJobs(database, actor.id, query),
    getJob: async ({ params }) => {
      const row = await database.selectFrom('job').selectAll().where('id', '=', params.id).executeTakeFirst()
      if (!row) throw notFound()
      return jobDetail(row)
    },
    createJob: async ({ actor, body }) => jobDetail(await createPullJob({ database, jobs }, actor, body)),
    updateJob: ({ params, body }) => transaction().execute(async tx => jobReply(await changeJob(tx, jobs, params.id, body))),
    deleteJob: ({ params }) => transaction().execute(tx => deleteJob(tx, jobs, params.id)),
    clearQueue: ({ actor, body }) => transaction().execute(async tx => ({ cleared: await clearJobs(tx, jobs, actor.id, body) })),
    redriveJobs: ({ actor, body }) => transaction().execute(async tx => ({ redriven: await redrive(tx, jobs, actor, body) })),
    pauseQueue: async ({ actor }) => {
      await transaction().execute(tx => holdQueue(tx, actor.id))
      return { paused: true }
    },
    resumeQueue: async ({ actor }) => {
      await transaction().execute(tx => releaseQueue(tx, jobs, actor.id))
      return { paused: false }
    },
    createPullWorker: ({ actor, body }) => registerWorker(database, actor, body),
    listPullWorkers: async ({ actor }) => ({ items: await listWorkers(database, actor.id) }),
    deletePullWorker: ({ params }) => transaction().execute(tx => removeWorker(tx, params.id)),
    nextJob: async ({ body }) => {
      const next = await nextFor(database, body.serverId, body.leaseSeconds)
      return next ? { job: jobDetail(next.row), lease: next.lease } : { job: null, lease: null }
    },
    heartbeatJob: ({ actor, params, body: { lease, ...beat } }) =>
      heartbeat(database, { accountId: actor.id, jobId: params.id, token: lease }, beat),
    completeJob: async ({ actor, params, body: { lease, ...outcome } }) =>
      jobReply(await complete(database, { accountId: actor.id, jobId: params.id, token: lease }, outcome)),
    getQueueStatus: async ({ actor }) => ({
      ...(await queueCounts(database, ownJobs(actor.id))),
      paused: await isHeld(database, actor.id),
      workers: jobs.workers(),
    }),
    cancelJob: ({ params }) => transaction().execute(async tx => jobReply(await jobs.cancel(tx, params.id))),
    retryJob: ({ actor, params }) => transaction().execute(async tx => jobReply(await retryJob(tx, jobs, actor.id, params.id))),
  }
}
