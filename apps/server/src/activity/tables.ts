import type { ActivityPart } from '@storycanvas/api'
import type { Generated } from 'kysely'
import type { Fixed } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'
import { recordingDown, recordingUp } from './triggers.ts'

export type ActivityTables = {
  /** What one transaction did to a project. */
  activity: {
    id: Fixed<string>
    projectId: Fixed<string>
    /** The order in which a project was changed; changes of one project happen one after the other. */
    ordinal: Generated<number>
    accountId: Fixed<string | null>
    operation: Fixed<string>
    way: 'change' | 'undo' | 'redo'
    /** The change that this one took back or made again. */
    about: string | null
    /** Of a change: the latest that took it back or made it again. */
    lastId: string | null
    isTakenBack: Generated<boolean>
    /** A step of editing the cut, which keeps by itself what it changed. */
    stepId: string | null
    createdAt: Generated<string>
  }
  activityPart: {
    activityId: Fixed<string>
    kind: Fixed<ActivityPart['kind']>
    verb: Fixed<ActivityPart['verb']>
    count: number
    objectId: Fixed<string>
    name: string
    fields: string[]
  }
  /** One row that was changed: the columns that differ, as they were and as they became. A new row has no `before`. */
  activityChange: {
    activityId: Fixed<string>
    kind: Fixed<string>
    objectId: Fixed<string>
    before: unknown
    after: unknown
    /** Of the row, where it counts them, after the change. */
    version: number | null
  }
}

export const activityMigrations: readonly Migration[] = [
  {
    name: '0141-activity',
    up: `
      create table activity (
        id uuid primary key,
        project_id uuid not null references project on delete cascade,
        ordinal bigint generated always as identity,
        account_id uuid references account on delete set null,
        operation text not null,
        way text not null default 'change' check (way in ('change', 'undo', 'redo')),
        about uuid references activity on delete cascade,
        last_id uuid,
        is_taken_back boolean not null default false,
        step_id uuid,
        created_at timestamptz not null default now()
      );
      create index activity_project on activity (project_id, ordinal desc);
      create index activity_person on activity (project_id, account_id, ordinal desc);
      create index activity_about on activity (about) where about is not null;
      create index activity_step on activity (step_id) where step_id is not null;
      create table activity_part (
        activity_id uuid not null references activity on delete cascade,
        kind text not null,
        verb text not null,
        count integer not null,
        object_id uuid not null,
        name text not null,
        fields text[] not null,
        primary key (activity_id, kind, verb)
      );
      create table activity_change (
        activity_id uuid not null references activity on delete cascade,
        kind text not null,
        object_id uuid not null,
        before jsonb,
        after jsonb not null,
        version integer,
        primary key (activity_id, kind, object_id)
      );
      create index activity_change_object on activity_change (object_id);
      ${recordingUp}`,
    down: `${recordingDown} drop table activity_change; drop table activity_part; drop table activity;`,
  },
]
