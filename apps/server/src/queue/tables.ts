import type { Generated } from 'kysely'
import { type Fixed, type Owned, ownedColumns, touchTrigger } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type QueueTables = {
  pullWorker: Owned & {
    ownerId: Fixed<string>
    name: string
    /** Empty for every kind. */
    kinds: string[]
    serves: Fixed<'me' | 'everyone'>
    lastSeenAt: Generated<string | null>
  }
  /** Every lease that was ever given: who comes back with an old one is told so. */
  jobLease: { token: Fixed<string>; jobId: Fixed<string>; workerId: Fixed<string>; createdAt: Generated<string> }
}

export const queueMigrations: readonly Migration[] = [
  {
    name: '0090-pull-workers',
    up: `
      create table pull_worker (
        ${ownedColumns},
        owner_id uuid not null references account,
        name text not null,
        kinds text[] not null,
        serves text not null check (serves in ('me', 'everyone')),
        last_seen_at timestamptz
      );
      create index pull_worker_owner on pull_worker (owner_id, id);
      ${touchTrigger('pull_worker')}
      create table job_lease (
        token uuid primary key,
        job_id uuid not null references job,
        worker_id uuid not null references pull_worker,
        created_at timestamptz not null default now()
      );
      create index job_lease_job on job_lease (job_id);`,
    down: 'drop table job_lease; drop table pull_worker;',
  },
]
