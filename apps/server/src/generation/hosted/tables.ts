import type { Generated } from 'kysely'
import type { Fixed } from '../../platform/database/columns.ts'
import type { Migration } from '../../platform/database/migrate.ts'

export type HostedTables = {
  /** One asking of a hosted service for one generation. It stands here before the service hears of it. */
  hostedAttempt: {
    generationId: Fixed<string>
    id: string
    /** `refused`: certainly not begun, or ended by the service without a result. `unclear`: perhaps begun and paid, so never asked for again. */
    state: 'intended' | 'refused' | 'unclear' | 'submitted'
    remoteId: string | null
    createdAt: Generated<string>
  }
}

export const hostedMigrations: readonly Migration[] = [
  {
    name: '0096-hosted-attempts',
    up: `
      create table hosted_attempt (
        generation_id uuid primary key references generation,
        id uuid not null,
        state text not null check (state in ('intended', 'refused', 'unclear', 'submitted')),
        remote_id text,
        created_at timestamptz not null default now()
      );`,
    down: 'drop table hosted_attempt;',
  },
]
