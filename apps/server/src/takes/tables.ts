import type { ColumnType, Generated } from 'kysely'
import { type Fixed, type Json, type Owned, ownedColumns, touchTrigger } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type TakeTables = {
  take: Owned & {
    projectId: Fixed<string>
    panelId: Fixed<string | null>
    clipId: Fixed<string | null>
    /** Of whom or of which place it is, where it is of no panel. */
    characterId: Fixed<string | null>
    locationId: Fixed<string | null>
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
    /** The branch it was made on. */
    branchId: Generated<string | null>
    /** How it came about, beside what went in. */
    provenance: ColumnType<Provenance, string | undefined, string>
  }
  /** A line of work on one panel. The panel shows the choice of the branch that it is on. */
  takeBranch: Owned & {
    projectId: Fixed<string>
    panelId: Fixed<string>
    name: string
    active: boolean
    chosenTakeId: string | null
    /** The take it began with; null for the first branch. */
    fromTakeId: Fixed<string | null>
  }
  /** Every choice that was made on a branch, so that it can be gone back on; `fromBranchId` where it was merged. */
  takeChoice: {
    id: Fixed<string>
    branchId: Fixed<string>
    takeId: Fixed<string | null>
    fromBranchId: Fixed<string | null>
    accountId: Fixed<string | null>
    undoneAt: Generated<string | null>
    createdAt: Generated<string>
  }
  /** Where the take of a generation will belong; fixed when it was asked for, wherever the panel is by then. */
  takeOrigin: { generationId: Fixed<string>; branchId: Fixed<string>; parentId: Fixed<string | null> }
}

export type Provenance = {
  workflow?: string
  prompt?: string
  negativePrompt?: string
  references?: readonly { what: string; hash: string }[]
  parameters?: Readonly<Record<string, unknown>>
  server?: string
  startedAt?: string
  finishedAt?: string
  /** Millionths of a US dollar. */
  costMicros?: number
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
  {
    name: '0042-take-branches',
    up: `
      create table take_branch (
        ${ownedColumns},
        project_id uuid not null references project,
        panel_id uuid not null references panel,
        name text not null,
        active boolean not null,
        chosen_take_id uuid references take,
        from_take_id uuid references take
      );
      create unique index take_branch_name on take_branch (panel_id, lower(name)) where deleted_at is null;
      create unique index take_branch_active on take_branch (panel_id) where active;
      ${touchTrigger('take_branch')}
      create table take_choice (
        id uuid primary key,
        branch_id uuid not null references take_branch,
        take_id uuid references take,
        from_branch_id uuid references take_branch,
        account_id uuid,
        undone_at timestamptz,
        created_at timestamptz not null default now()
      );
      create index take_choice_branch on take_choice (branch_id, id desc);
      create table take_origin (
        generation_id uuid primary key,
        branch_id uuid not null references take_branch,
        parent_id uuid references take
      );
      alter table take
        add branch_id uuid references take_branch,
        add provenance jsonb not null default '{}';
      insert into take_branch (id, project_id, panel_id, name, active, chosen_take_id)
        select gen_random_uuid(), project_id, id, 'main', true, (select id from take where id = p.chosen_take_id)
        from panel p where exists (select from take where panel_id = p.id);
      update take t set branch_id = b.id from take_branch b where b.panel_id = t.panel_id;`,
    down: `
      alter table take drop branch_id, drop provenance;
      drop table take_origin;
      drop table take_choice;
      drop table take_branch;`,
  },
]
