import type { ColumnType, Generated } from 'kysely'
import type { Fixed, Json } from '../database/columns.ts'
import type { Migration } from '../database/migrate.ts'

export type JobFailure = { code: string; message: string }

export type JobTable = {
  id: Fixed<string>
  kind: Fixed<string>
  title: Fixed<string>
  state: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'
  progress: Generated<number>
  stage: Generated<string>
  secondsLeft: Generated<number | null>
  /** Counts up with every start: what an earlier attempt still wants to write is refused. */
  attempt: Generated<number>
  maxAttempts: Fixed<number>
  error: Json<JobFailure> | null
  input: Json<unknown>
  projectId: Fixed<string | null>
  /** Who asked for it: in whose name, and at whose expense, it is done. */
  ownerId: string
  targetKind: Fixed<string | null>
  targetId: Fixed<string | null>
  /** Among the jobs of one owner: the highest first, then by place. */
  priority: Generated<number>
  /** A number that grows with every job; moving a job puts it between those of its neighbours. Compared in SQL only. */
  place: Generated<number>
  paused: Generated<boolean>
  /** Not before: a failed attempt is followed by a pause. */
  runAfter: Generated<string>
  /** The process that runs it; it holds an advisory lock of this number as long as it lives. */
  worker: Generated<number | null>
  /** Waits for a pull worker, which asks for it and hands its result back; no process of ours runs it. */
  pull: Generated<boolean>
  pullWorkerId: Generated<string | null>
  /** Waits for a server of the generation pool: its dispatcher runs it, no worker here does. */
  pooled: Generated<boolean>
  /** Only who holds this token may go on with the job, until `leaseUntil`. */
  leaseToken: Generated<string | null>
  leaseUntil: Generated<string | null>
  /** What a pull worker handed back. */
  result: ColumnType<unknown, string | undefined, string | null>
  createdAt: Generated<string>
  startedAt: Generated<string | null>
  finishedAt: Generated<string | null>
  /** Cleared from the lists. What was made by the job still needs its row. */
  deletedAt: Generated<string | null>
}

export type JobTables = {
  job: JobTable
  /** Accounts whose waiting jobs are held back. */
  queuePause: { accountId: Fixed<string>; createdAt: Generated<string> }
}

export const jobMigrations: readonly Migration[] = [
  {
    name: '0003-jobs',
    up: `
      create table job (
        id uuid primary key,
        kind text not null,
        title text not null,
        state text not null check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
        progress double precision not null default 0,
        stage text not null default '',
        seconds_left double precision,
        attempt integer not null default 0,
        max_attempts integer not null,
        error jsonb,
        input jsonb not null,
        project_id uuid,
        owner_id uuid not null,
        target_kind text,
        target_id uuid,
        priority integer not null default 0,
        worker integer,
        created_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz
      );
      create index job_owner on job (owner_id, id desc);
      create index job_project on job (project_id, id desc) where project_id is not null;
      create index job_open on job (state) where state in ('queued', 'running');`,
    down: 'drop table job;',
  },
  {
    name: '0007-job-order',
    up: `
      create sequence job_place;
      alter table job
        add place numeric not null default nextval('job_place'),
        add paused boolean not null default false,
        add run_after timestamptz not null default now(),
        add pull boolean not null default false,
        add pull_worker_id uuid,
        add lease_token uuid,
        add lease_until timestamptz,
        add result jsonb,
        add deleted_at timestamptz;
      create index job_waiting on job (kind, owner_id, priority desc, place) where state = 'queued' and not paused;
      create index job_pulled on job (priority desc, place) where pull and state in ('queued', 'running');
      create table queue_pause (account_id uuid primary key, created_at timestamptz not null default now());`,
    down: `
      drop table queue_pause;
      drop index job_pulled;
      drop index job_waiting;
      alter table job drop place, drop paused, drop run_after, drop pull, drop pull_worker_id, drop lease_token,
        drop lease_until, drop result, drop deleted_at;
      drop sequence job_place;`,
  },
  {
    name: '0008-pooled-jobs',
    up: `
      alter table job add pooled boolean not null default false;
      create index job_pooled on job (owner_id, priority desc, place) where pooled and state = 'queued' and not paused;`,
    down: 'alter table job drop pooled;',
  },
]
