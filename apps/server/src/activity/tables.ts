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
  /** Entries by what they changed, so that those of a rare kind are found among many; a trigger keeps it. */
  activityKind: {
    projectId: Fixed<string>
    kind: Fixed<ActivityPart['kind']>
    ordinal: Fixed<number>
    accountId: string | null
    activityId: Fixed<string>
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
  {
    name: '0146-activity-found',
    up: `
      create table activity_kind (
        project_id uuid not null references project on delete cascade,
        kind text not null,
        ordinal bigint not null,
        account_id uuid references account on delete set null,
        activity_id uuid not null references activity on delete cascade,
        primary key (project_id, kind, ordinal)
      );
      insert into activity_kind (project_id, kind, ordinal, account_id, activity_id)
      select distinct a.project_id, p.kind, a.ordinal, a.account_id, a.id from activity a join activity_part p on p.activity_id = a.id;
      create index activity_kind_person on activity_kind (project_id, account_id, kind, ordinal);
      create index activity_kind_entry on activity_kind (activity_id);
      create function record_kinds() returns trigger language plpgsql as $$
      begin
        insert into activity_kind (project_id, kind, ordinal, account_id, activity_id)
        select distinct a.project_id, n.kind, a.ordinal, a.account_id, a.id from new_rows n join activity a on a.id = n.activity_id
        on conflict do nothing;
        return null;
      end $$;
      create trigger record_kinds after insert on activity_part referencing new table as new_rows
        for each statement execute function record_kinds();
      create index activity_own on activity (project_id, account_id, ordinal) where way = 'change' and step_id is null;
      create index activity_back on activity (project_id, account_id, ordinal) where way = 'undo';
      create index activity_change_version on activity_change (object_id, version);
      drop index activity_change_object;
      create index activity_age on activity (created_at) where about is null;`,
    down: `
      drop index activity_age;
      create index activity_change_object on activity_change (object_id);
      drop index activity_change_version; drop index activity_back; drop index activity_own;
      drop trigger record_kinds on activity_part; drop function record_kinds(); drop table activity_kind;`,
  },
]
