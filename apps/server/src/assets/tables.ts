import type { Asset } from '@storycanvas/api'
import type { Generated } from 'kysely'
import { type Fixed, type Owned, ownedColumns, touchTrigger } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type AssetTables = {
  asset: Owned & {
    ownerId: Fixed<string>
    kind: Fixed<Asset['kind']>
    name: string
    text: string
    tags: string[]
    mediaId: Fixed<string | null>
    useCount: Generated<number>
    lastUsedAt: Generated<string | null>
  }
}

export const assetMigrations: readonly Migration[] = [
  {
    name: '0100-assets',
    up: `
      create table asset (
        ${ownedColumns},
        owner_id uuid not null references account,
        kind text not null check (kind in ('face', 'image', 'music', 'prompt', 'lora')),
        name text not null,
        text text not null,
        tags text[] not null,
        media_id uuid references media_file,
        use_count integer not null default 0,
        last_used_at timestamptz
      );
      create index asset_owner on asset (owner_id, id desc);
      create index asset_tags on asset using gin (tags);
      ${touchTrigger('asset')}`,
    down: 'drop table asset;',
  },
]
