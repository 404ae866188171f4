import type { RealtimeEvent } from '@storycanvas/api'
import type { Fixed, Json } from '../database/columns.ts'
import type { Migration } from '../database/migrate.ts'
import type { Generated } from 'kysely'

export type BusTables = {
  topic: { name: Fixed<string>; sequence: number }
  event: {
    topic: Fixed<string>
    sequence: Fixed<number>
    payload: Json<RealtimeEvent>
    /** Of the payload as it is sent; stands beside it so that it need not be fetched to be weighed. */
    bytes: Fixed<number>
    createdAt: Generated<string>
  }
}

export const busMigrations: readonly Migration[] = [
  {
    name: '0002-bus',
    up: `
      create table topic (name text primary key, sequence bigint not null);
      create table event (
        topic text not null,
        sequence bigint not null,
        payload jsonb not null,
        created_at timestamptz not null default now(),
        primary key (topic, sequence)
      );
      create index event_created_at on event (created_at);`,
    down: 'drop table event; drop table topic;',
  },
  {
    // Events from before weigh as if they were small; after a day there are none.
    name: '0149-weighed-events',
    up: 'alter table event add bytes integer not null default 0;',
    down: 'alter table event drop bytes;',
  },
]
