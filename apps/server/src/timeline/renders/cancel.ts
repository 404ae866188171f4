import type { Context } from '../../context.ts'
import { notFound } from '../../platform/http/problem.ts'

/** Ends a render that has not ended: its ffmpeg is killed, and what was drawn stays in the cache. */
export function cancelRender({ database, jobs }: Pick<Context, 'database' | 'jobs'>, id: string): Promise<void> {
  return database.transaction().execute(async tx => {
    const { jobId } = await tx.selectFrom('render').select('jobId').where('id', '=', id).executeTakeFirstOrThrow(notFound)
    if (jobId === null) throw notFound()
    await jobs.cancel(tx, jobId)
  })
}
