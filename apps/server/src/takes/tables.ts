import type { Generated } from 'kysely'
import { type Fixed, type Json, type Owned, ownedColumns, touchTrigger } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type TakeTables = {
  take: Owned & {
    projectId: Fixed<string>
    panelId: Fixed<string | null>
    clipId: Fixed<string | null>
    /** Unique: one generation can never give two takes. */
    generationId: Fixed<string | null>
    parentId: Fixed<string | null>
    kind: Fixed<'image' | 'video'>
    blobHash: Fixed<string>
    thumbnailHash: Fixed<string>
    mediaType: Fixed<string>
    width: Fixed<number>
    height: Fixed<number>
    durationMs: Fixed<number | null>
    /** Frames a second of a video, where it is known. */
    rateNum: Fixed<number | null>
    rateDen: Fixed<number | null>
    provider: Fixed<string>
    model: Fixed<string>
    seed: Fixed<number>
    /** Everything that went in, canonical, and its sha256: staleness is a comparison of hashes. */
    inputs: Json<unknown>
    inputsHash: Fixed<string>
    favourite: Generated<boolean>
  }
}

export const takeMigrations: readonly Migration[] = [
  {
    name: '0040-takes',
    up: `
      create table take (
        ${ownedColumns},
        project_id uuid not null references project,
        panel_id uuid references panel,
        clip_id uuid,
        generation_id uuid unique,
        parent_id uuid references take,
        kind text not null check (kind in ('image', 'video')),
        blob_hash text not null,
        thumbnail_hash text not null,
        media_type text not null,
        width integer not null,
        height integer not null,
        duration_ms integer,
        provider text not null,
        model text not null,
        seed bigint not null,
        inputs jsonb not null,
        inputs_hash text not null,
        favourite boolean not null default false
      );
      create index take_panel on take (panel_id, id desc) where panel_id is not null;
      create index take_clip on take (clip_id, id desc) where clip_id is not null;
      ${touchTrigger('take')}`,
    down: 'drop table take;',
  },
  {
    name: '0041-take-rate',
    up: 'alter table take add rate_num integer check (rate_num > 0), add rate_den integer check (rate_den > 0);',
    down: 'alter table take drop rate_num, drop rate_den;',
  },
]
