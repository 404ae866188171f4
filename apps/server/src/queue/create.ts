import { v7 as uuid } from 'uuid'
import type { Context } from '../context.ts'
import { enforce } from '../platform/http/authorise.ts'
import { invalidField } from '../platform/http/problem.ts'
import { announce } from '../platform/jobs/enqueue.ts'
import type { JobRow } from '../platform/jobs/read.ts'
import type { AccountActor } from '../platform/policy/actor.ts'
import { policy } from '../platform/policy/policy.ts'
import { findObject } from '../platform/policy/subjects.ts'

type NewPullJob = {
  kind: string
  title: string
  input: Record<string, unknown>
  priority: number
  maxAttempts: number
  projectId: string | null
}

/** A job that waits for a pull worker. */
export async function createPullJob(
  { database, jobs }: Pick<Context, 'database' | 'jobs'>,
  actor: AccountActor,
  { input, projectId, kind, ...job }: NewPullJob,
): Promise<JobRow> {
  if (jobs.workers().some(own => own.kind === kind))
    throw invalidField('kind', 'is done by this server itself; choose another name')
  if (projectId !== null) {
    const found = await findObject(database, 'project', projectId, actor.id)
    enforce(policy(actor, { kind: 'object', action: 'edit', subject: found?.subject ?? null }, true))
  }
  return database.transaction().execute(async tx => {
    const row = await tx
      .insertInto('job')
      .values({
        ...job,
        id: uuid(),
        kind,
        state: 'queued',
        input: JSON.stringify(input),
        projectId,
        ownerId: actor.id,
        pull: true,
        targetKind: null,
        targetId: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await announce(tx, row)
    return row
  })
}
