import type { Generated } from 'kysely'
import { ledgerSchema, roundSchema } from '@storycanvas/blobs/ledger-schema'
import type { Fixed } from '../database/columns.ts'
import type { Migration } from '../database/migrate.ts'

/** Who uses which blob. A blob that nobody uses is an orphan and is collected after its grace. */
export type MediaTables = {
  blobUse: {
    hash: Fixed<string>
    kind: Fixed<string>
    ownerId: Fixed<string>
    size: Fixed<number>
    mediaType: Fixed<string>
    createdAt: Generated<string>
  }
}

export const mediaMigrations: readonly Migration[] = [
  {
    name: '0005-media',
    up: `
      create table blob_use (
        hash text not null,
        kind text not null,
        owner_id uuid not null,
        size bigint not null,
        media_type text not null,
        created_at timestamptz not null default now(),
        primary key (hash, kind, owner_id)
      );
      create index blob_use_owner on blob_use (kind, owner_id);`,
    down: 'drop table blob_use;',
  },
  { name: '0006-storage-cluster', ...ledgerSchema },
  { name: '0097-storage-rounds', ...roundSchema },
]
