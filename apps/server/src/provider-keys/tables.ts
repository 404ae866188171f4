import type { KeyedService } from '@storycanvas/api'
import type { Generated } from 'kysely'
import type { Fixed } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type ProviderKeyTables = {
  providerKey: {
    ownerId: Fixed<string>
    provider: Fixed<KeyedService>
    baseUrl: string
    /** Sealed by the vault for this owner, service and address. */
    secret: string
    createdAt: Generated<string>
    updatedAt: Generated<string>
  }
}

export const providerKeyMigrations: readonly Migration[] = [
  {
    name: '0095-provider-keys',
    up: `
      create table provider_key (
        owner_id uuid not null references account,
        provider text not null,
        base_url text not null,
        secret text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (owner_id, provider)
      );`,
    down: 'drop table provider_key;',
  },
]
