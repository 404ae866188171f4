import type { InstanceRole } from '@storycanvas/api'
import type { Generated } from 'kysely'
import { type Fixed, type Owned, ownedColumns, touchTrigger } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type AccountTables = {
  account: Owned & { email: string; name: string; passwordHash: string; role: InstanceRole; suspendedAt: string | null }
  session: {
    id: Fixed<string>
    accountId: Fixed<string>
    /** sha256 of the one refresh token that works now. */
    refreshHash: string
    userAgent: Fixed<string>
    address: Fixed<string>
    createdAt: Generated<string>
    lastUsedAt: Generated<string>
    expiresAt: string
    revokedAt: Generated<string | null>
  }
  /** Refresh tokens that were exchanged: seeing one again means that it was stolen. */
  spentRefreshToken: { hash: Fixed<string>; sessionId: Fixed<string>; spentAt: Generated<string> }
  apiKey: {
    id: Fixed<string>
    accountId: Fixed<string>
    name: Fixed<string>
    prefix: Fixed<string>
    hash: Fixed<string>
    scope: Fixed<'read' | 'write'>
    createdAt: Generated<string>
    lastUsedAt: Generated<string | null>
    expiresAt: Fixed<string | null>
    revokedAt: Generated<string | null>
  }
  /** Passwords that were tried lately, for an account that is there or not; `whose` tells nobody which. */
  passwordGuess: { whose: Fixed<string>; guesses: number; freeAt: string; guessedAt: Generated<string> }
}

export const accountMigrations: readonly Migration[] = [
  {
    name: '0010-accounts',
    up: `
      create table account (
        ${ownedColumns},
        email text not null,
        name text not null,
        password_hash text not null,
        role text not null check (role in ('owner', 'admin', 'moderator', 'member')),
        suspended_at timestamptz
      );
      create unique index account_email on account (lower(email)) where deleted_at is null;
      ${touchTrigger('account')}
      create table session (
        id uuid primary key,
        account_id uuid not null references account,
        refresh_hash text not null,
        user_agent text not null,
        address text not null,
        created_at timestamptz not null default now(),
        last_used_at timestamptz not null default now(),
        expires_at timestamptz not null,
        revoked_at timestamptz
      );
      create unique index session_refresh_hash on session (refresh_hash);
      create index session_account on session (account_id) where revoked_at is null;
      create table spent_refresh_token (
        hash text primary key,
        session_id uuid not null references session on delete cascade,
        spent_at timestamptz not null default now()
      );
      create table api_key (
        id uuid primary key,
        account_id uuid not null references account,
        name text not null,
        prefix text not null,
        hash text not null unique,
        scope text not null check (scope in ('read', 'write')),
        created_at timestamptz not null default now(),
        last_used_at timestamptz,
        expires_at timestamptz,
        revoked_at timestamptz
      );
      create index api_key_account on api_key (account_id) where revoked_at is null;`,
    down: 'drop table api_key; drop table spent_refresh_token; drop table session; drop table account;',
  },
  {
    name: '0151-password-guesses',
    up: `
      create table password_guess (
        whose text primary key,
        guesses integer not null,
        free_at timestamptz not null,
        guessed_at timestamptz not null default now()
      );
      create index session_address on session (account_id, address);`,
    down: 'drop index session_address; drop table password_guess;',
  },
]
