import type { Generated } from 'kysely'
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
  ownerId: Fixed<string>
  targetKind: Fixed<string | null>
  targetId: Fixed<string | null>
  priority: Generated<number>
  /** The process that runs it; it holds an advisory lock of this number as long as it lives. */
  worker: Generated<number | null>
  createdAt: Generated<string>
  startedAt: Generated<string | null>
  finishedAt: Generated<string | null>
}

export type JobTables = { job: JobTable }

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
]
