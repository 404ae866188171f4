import type { ColumnType } from 'kysely'
import type { GenerationKindName } from './kinds.ts'
import { type Fixed, type Json, type Owned, ownedColumns, touchTrigger } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'
import type { Settings } from './settings.ts'
import { serverMigrations, type ServerTables } from './servers/tables.ts'
import { shelfMigrations, type ShelfTables } from './shelf/tables.ts'

/** The state of a generation is the state of its job. */
export type GenerationTables = ServerTables &
  ShelfTables & {
    generationBatch: Owned & { projectId: Fixed<string>; ownerId: Fixed<string> }
    generation: Owned & {
      projectId: Fixed<string>
      batchId: Fixed<string | null>
      jobId: string | null
      ownerId: string
      kind: Fixed<GenerationKindName>
      panelId: Fixed<string | null>
      characterId: Fixed<string | null>
      locationId: Fixed<string | null>
      preset: Fixed<string>
      provider: Fixed<string>
      seed: Fixed<number>
      /** What the provider is asked for, fixed when it was asked. */
      inputs: Json<unknown>
      inputsHash: Fixed<string>
      /** What was set of the preset; the rest takes its defaults. */
      parameters: ColumnType<Settings, string | undefined, never>
      /** The take that answered it for nothing, where the same was asked for before; there is no job then. */
      cachedTakeId: Fixed<string | null>
    }
  }

export const generationMigrations: readonly Migration[] = [
  {
    name: '0050-generation',
    up: `
      create table generation_batch (
        ${ownedColumns},
        project_id uuid not null references project,
        owner_id uuid not null references account
      );
      create index generation_batch_project on generation_batch (project_id, id desc);
      ${touchTrigger('generation_batch')}
      create table generation (
        ${ownedColumns},
        project_id uuid not null references project,
        batch_id uuid references generation_batch,
        job_id uuid references job,
        owner_id uuid not null references account,
        kind text not null,
        panel_id uuid references panel,
        preset text not null,
        provider text not null,
        seed bigint not null,
        inputs jsonb not null,
        inputs_hash text not null
      );
      create index generation_project on generation (project_id, id desc);
      create index generation_panel on generation (panel_id, id desc) where panel_id is not null;
      create index generation_batch_items on generation (batch_id) where batch_id is not null;
      ${touchTrigger('generation')}
      alter table take add foreign key (generation_id) references generation;`,
    down: 'alter table take drop constraint take_generation_id_fkey; drop table generation; drop table generation_batch;',
  },
  {
    name: '0051-generation-cache',
    up: `
      alter table generation add cached_take_id uuid references take;
      create index generation_same on generation (panel_id, inputs_hash) where deleted_at is null;`,
    down: 'alter table generation drop cached_take_id;',
  },
  ...serverMigrations,
  ...shelfMigrations,
  {
    name: '0144-settings',
    up: "alter table generation add parameters jsonb not null default '{}';",
    down: 'alter table generation drop parameters;',
  },
  {
    name: '0155-pictures-of-the-cast',
    up: ['generation', 'take']
      .map(
        table => `
      alter table ${table}
        add character_id uuid references character,
        add location_id uuid references location,
        add check (num_nonnulls(panel_id, character_id, location_id) <= 1);
      create index ${table}_character on ${table} (character_id, id desc) where character_id is not null;
      create index ${table}_location on ${table} (location_id, id desc) where location_id is not null;`,
      )
      .join(''),
    down: `
      alter table take drop character_id, drop location_id;
      alter table generation drop character_id, drop location_id;`,
  },
]
