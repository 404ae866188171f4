import type { Belief } from '@storycanvas/placement'
import type { ColumnType, Generated } from 'kysely'
import { type Fixed, type Json, type Owned, ownedColumns, touchTrigger } from '../../platform/database/columns.ts'
import type { Migration } from '../../platform/database/migrate.ts'
import type { AttemptState } from '../attempts/states.ts'

/** What is remembered of a server's speed: its own slowness, and how it does with each preset. */
export type LearntSpeeds = { server?: Belief; presets: Record<string, { preset: Belief; pair: Belief }> }

/** What a server said of itself when it was last looked at. */
export type ServerProfile = {
  version: string | null
  /** Gigabytes. */
  memory: number | null
  /** For each preset and kind why it cannot run here; an empty list where it can. */
  checks: { preset: string; kind: string; reasons: string[] }[]
}

/** How far a server is trusted: with each failure in a row it rests longer. */
export type Trust = { failures: number; restsUntil: string | null; reason: string | null }

export type ServerTables = {
  generationServer: Owned & {
    label: string
    kind: Fixed<'comfyui' | 'runpod'>
    url: string
    /** Header values as JSON, sealed: keys of proxies and services. */
    headers: ColumnType<string | null, string | null, string | null>
    headerNames: Json<string[]>
    slots: number
    presets: Json<string[] | null> | null
    state: 'enabled' | 'draining' | 'off'
    trust: Json<Trust>
    condition: Generated<'unknown' | 'up' | 'busy' | 'resting'>
    profile: Json<ServerProfile> | null
    /** sha256 of the node list: a changed one is read anew. */
    digest: string | null
    speeds: Json<LearntSpeeds>
    seenAt: string | null
    ownerId: Fixed<string>
  }
  generationAttempt: {
    /** What the server knows it by. */
    id: Fixed<string>
    generationId: Fixed<string>
    jobId: Fixed<string>
    serverId: Fixed<string>
    slot: Fixed<number>
    /** Counts up when another process takes it over: what the former one still writes is refused. */
    fence: number
    state: AttemptState
    remoteId: string | null
    code: string | null
    reason: string | null
    /** Where another try has a chance, as the failure said. */
    retry: string | null
    /** Seconds of running. */
    seconds: number | null
    createdAt: Generated<string>
    acceptedAt: string | null
    startedAt: string | null
    endedAt: string | null
    /** When the server was seen to hold nothing of it any more, for abandoned ones. */
    tidiedAt: string | null
  }
}

export const serverMigrations: readonly Migration[] = [
  {
    name: '0052-generation-servers',
    up: `
      create table generation_server (
        ${ownedColumns},
        label text not null,
        kind text not null check (kind in ('comfyui', 'runpod')),
        url text not null,
        headers text,
        header_names jsonb not null default '[]',
        slots integer not null check (slots between 1 and 16),
        presets jsonb,
        state text not null check (state in ('enabled', 'draining', 'off')),
        trust jsonb not null,
        condition text not null default 'unknown' check (condition in ('unknown', 'up', 'busy', 'resting')),
        profile jsonb,
        digest text,
        speeds jsonb not null,
        seen_at timestamptz,
        owner_id uuid not null references account
      );
      create unique index generation_server_url on generation_server (url) where deleted_at is null;
      create unique index generation_server_label on generation_server (lower(label)) where deleted_at is null;
      ${touchTrigger('generation_server')}
      create table generation_attempt (
        id uuid primary key,
        generation_id uuid not null references generation,
        job_id uuid not null references job,
        server_id uuid not null references generation_server,
        slot integer not null,
        fence integer not null default 0,
        state text not null,
        remote_id text,
        code text,
        reason text,
        retry text,
        seconds double precision,
        created_at timestamptz not null default now(),
        accepted_at timestamptz,
        started_at timestamptz,
        ended_at timestamptz,
        tidied_at timestamptz
      );
      create unique index generation_attempt_open on generation_attempt (generation_id) where ended_at is null;
      create index generation_attempt_generation on generation_attempt (generation_id, created_at);
      create index generation_attempt_untidy on generation_attempt (server_id) where state = 'abandoned' and tidied_at is null;`,
    down: 'drop table generation_attempt; drop table generation_server;',
  },
  {
    name: '0095-attempts-by-server',
    up: 'create index generation_attempt_server on generation_attempt (server_id, ended_at desc);',
    down: 'drop index generation_attempt_server;',
  },
  {
    // Each look at what waits goes from jobs to their generations.
    name: '0145-generation-by-job',
    up: 'create index generation_job on generation (job_id) where job_id is not null;',
    down: 'drop index generation_job;',
  },
]
