import type { Preset } from '@storycanvas/comfyui'
import type { Generated } from 'kysely'
import type { Fixed, Json } from '../../platform/database/columns.ts'
import type { Migration } from '../../platform/database/migrate.ts'

export type ShelfTables = {
  /** Never changed: takes are made again with exactly what made them. */
  ownPreset: {
    id: Fixed<string>
    ownerId: Fixed<string>
    preset: Json<Preset>
    /** Offered no longer since. */
    retiredAt: string | null
    createdAt: Generated<string>
  }
}

export const shelfMigrations: readonly Migration[] = [
  {
    name: '0150-own-presets',
    up: `
      create table own_preset (
        id text primary key,
        owner_id uuid not null references account,
        preset jsonb not null,
        retired_at timestamptz,
        created_at timestamptz not null default now()
      );`,
    down: 'drop table own_preset;',
  },
]
