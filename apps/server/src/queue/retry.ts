import type { Context } from '../context.ts'
import { takeOver } from '../generation/take-over.ts'
import { holdTopics } from '../platform/bus/publish.ts'
import type { Tx } from '../platform/database/database.ts'
import { notFound } from '../platform/http/problem.ts'
import { topicsOf } from '../platform/jobs/enqueue.ts'
import type { JobRow } from '../platform/jobs/read.ts'
import type { AccountActor } from '../platform/policy/actor.ts'
import { policy } from '../platform/policy/policy.ts'
import { findObject } from '../platform/policy/subjects.ts'
import { mine, type Which } from './clear.ts'

type Jobs = Context['jobs']

/**
 * Runs a job again. Whoever asks for it pays for it: with their key, from their budget, in their place in the line. What
 * prepares a video stays its owner's, since so does what comes of it.
 * @throws RequestError `budget-exceeded`
 */
export async function retryJob(tx: Tx, jobs: Jobs, accountId: string, id: string): Promise<JobRow> {
  const { ownerId, targetKind } = await tx
    .selectFrom('job')
    .select(['ownerId', 'targetKind'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow(notFound)
  if (ownerId === accountId || targetKind === 'video') return jobs.retry(tx, id, ownerId)
  await takeOver(tx, id, accountId)
  return jobs.retry(tx, id, accountId)
}

/** Runs one's own failed jobs again from the first attempt, as far as one may still edit what they work on. Returns how many. */
export async function redrive(tx: Tx, jobs: Jobs, actor: AccountActor, which: Which): Promise<number> {
  const failed = await mine(tx, actor.id, which).where('state', '=', 'failed').orderBy('place').forUpdate().execute()
  const closed = new Set<string | null>()
  for (const projectId of new Set(failed.map(job => job.projectId)))
    if (projectId !== null && !(await mayEdit(tx, actor, projectId))) closed.add(projectId)
  const found = failed.filter(({ projectId }) => !closed.has(projectId))
  await holdTopics(tx, found.flatMap(topicsOf))
  for (const { id } of found) await jobs.retry(tx, id, actor.id)
  return found.length
}

async function mayEdit(tx: Tx, actor: AccountActor, projectId: string): Promise<boolean> {
  const found = await findObject(tx, 'project', projectId, actor.id)
  return policy(actor, { kind: 'object', action: 'edit', subject: found?.subject ?? null }, true) === 'allow'
}
