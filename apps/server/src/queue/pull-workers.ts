import type { PullWorker } from '@storycanvas/api'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Database, Reader, Tx } from '../platform/database/database.ts'
import { notFound, requireFewer, RequestError } from '../platform/http/problem.ts'
import type { AccountActor } from '../platform/policy/actor.ts'

const mostWorkers = 200

type NewWorker = Pick<PullWorker, 'name' | 'kinds' | 'serves'>

export async function registerWorker(database: Database, actor: AccountActor, worker: NewWorker): Promise<PullWorker> {
  if (worker.serves === 'everyone' && actor.role !== 'owner' && actor.role !== 'admin')
    throw new RequestError('forbidden', 'Only an administrator may register a worker that gets the jobs of everyone.')
  requireFewer('pull workers', mostWorkers, await listWorkers(database, actor.id))
  const { id } = await database
    .insertInto('pullWorker')
    .values({ id: uuid(), ownerId: actor.id, ...worker })
    .returning('id')
    .executeTakeFirstOrThrow()
  return oneWorker(database, id)
}

const workers = (database: Reader) =>
  database
    .selectFrom('pullWorker as w')
    .select(['w.id', 'w.name', 'w.kinds', 'w.serves', 'w.lastSeenAt', 'w.createdAt'])
    .select(sql<number>`(select count(*) from job where pull and state = 'running' and pull_worker_id = w.id)`.as('running'))
    .where('w.deletedAt', 'is', null)

async function oneWorker(database: Reader, id: string): Promise<PullWorker> {
  return workers(database).where('w.id', '=', id).executeTakeFirstOrThrow(notFound)
}

export const listWorkers = (database: Reader, accountId: string): Promise<PullWorker[]> =>
  workers(database).where('w.ownerId', '=', accountId).orderBy('w.id').execute()

/** Its leases end at once: what it was doing goes to others. */
export async function removeWorker(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('pullWorker').set({ deletedAt: sql<string>`now()` }).where('id', '=', id).execute()
  await tx
    .updateTable('job')
    .set({ leaseUntil: sql<string>`now() - interval '1 second'` })
    .where('pullWorkerId', '=', id)
    .where('state', '=', 'running')
    .execute()
}

/** Of an account that is to be deleted. */
export async function removeOwnWorkers(tx: Tx, accountId: string): Promise<void> {
  for (const { id } of await listWorkers(tx, accountId)) await removeWorker(tx, id)
}
