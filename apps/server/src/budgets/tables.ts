import type { Generated } from 'kysely'
import type { Fixed } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'
import type { Micros } from './prices.ts'

export type BudgetTables = {
  /** What a project, or a person over all projects, may spend; one row each from the first hold or cap on. */
  budget: {
    scope: Fixed<'project' | 'account'>
    /** Of the project or account. */
    id: Fixed<string>
    /** Null for no limit. */
    capMicros: Generated<Micros | null>
    /** Set by an administrator for an account; the smaller of both counts. */
    ceilingMicros: Generated<Micros | null>
    heldMicros: Generated<Micros>
    spentMicros: Generated<Micros>
    updatedAt: Generated<string>
  }
  /** Money set aside for one generation until it is known what it cost. */
  budgetHold: {
    generationId: Fixed<string>
    projectId: Fixed<string>
    accountId: string
    micros: Micros
    state: 'open' | 'settled' | 'released'
    settledMicros: Generated<Micros | null>
    createdAt: Generated<string>
  }
  /** Every movement, never changed: sums of it are the counters above. */
  budgetEntry: {
    id: Fixed<string>
    generationId: Fixed<string>
    projectId: Fixed<string>
    accountId: Fixed<string>
    kind: Fixed<'hold' | 'settle' | 'release'>
    micros: Fixed<Micros>
    createdAt: Generated<string>
  }
}

export const budgetMigrations: readonly Migration[] = [
  {
    name: '0092-budgets',
    up: `
      create table budget (
        scope text not null check (scope in ('project', 'account')),
        id uuid not null,
        cap_micros bigint check (cap_micros >= 0),
        ceiling_micros bigint check (ceiling_micros >= 0),
        held_micros bigint not null default 0 check (held_micros >= 0),
        spent_micros bigint not null default 0 check (spent_micros >= 0),
        updated_at timestamptz not null default now(),
        primary key (scope, id)
      );
      create table budget_hold (
        generation_id uuid primary key references generation,
        project_id uuid not null references project,
        account_id uuid not null references account,
        micros bigint not null check (micros > 0),
        state text not null check (state in ('open', 'settled', 'released')),
        settled_micros bigint,
        created_at timestamptz not null default now()
      );
      create index budget_hold_open on budget_hold (project_id) where state = 'open';
      create index budget_hold_account on budget_hold (account_id) where state = 'open';
      create table budget_entry (
        id uuid primary key,
        generation_id uuid not null references generation,
        project_id uuid not null references project,
        account_id uuid not null references account,
        kind text not null check (kind in ('hold', 'settle', 'release')),
        micros bigint not null,
        created_at timestamptz not null default now()
      );
      create index budget_entry_project on budget_entry (project_id, id desc);`,
    down: 'drop table budget_entry; drop table budget_hold; drop table budget;',
  },
]
