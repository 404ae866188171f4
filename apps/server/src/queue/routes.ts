import type { contract } from '@storycanvas/api'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { notFound } from '../platform/http/problem.ts'
import { jobReply } from '../platform/jobs/read.ts'
import { listJobs, queueCounts } from './read.ts'

type Operations = 'listJobs' | 'getJob' | 'getQueueStatus' | 'cancelJob' | 'retryJob'

export function queueRoutes({ database, jobs }: Pick<Context, 'database' | 'jobs'>): Handlers<Pick<typeof contract, Operations>> {
  return {
    listJobs: ({ actor, query }) => listJobs(database, actor.id, query),
    getJob: async ({ params }) => {
      const row = await database.selectFrom('job').selectAll().where('id', '=', params.id).executeTakeFirst()
      if (!row) throw notFound()
      return jobReply(row)
    },
    getQueueStatus: async ({ actor }) => ({
      ...(await queueCounts(database, sql`owner_id = ${actor.id}`)),
      workers: jobs.workers(),
    }),
    cancelJob: ({ params }) => database.transaction().execute(async tx => jobReply(await jobs.cancel(tx, params.id))),
    retryJob: ({ params }) => database.transaction().execute(async tx => jobReply(await jobs.retry(tx, params.id))),
  }
}
