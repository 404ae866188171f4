import type { Invitation } from '@storycanvas/api'
import type { Generated } from 'kysely'
import type { Fixed } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type MemberTables = {
  projectInvitation: {
    id: Fixed<string>
    projectId: Fixed<string>
    role: Fixed<Invitation['role']>
    /** sha256 of the token. */
    hash: Fixed<string>
    usesLeft: number
    expiresAt: Fixed<string>
    invitedBy: Fixed<string>
    createdAt: Generated<string>
    revokedAt: Generated<string | null>
  }
  /** Who was taken out of a project, and when last: no invitation from before that lets them in again. */
  projectRemoval: { projectId: Fixed<string>; accountId: Fixed<string>; removedAt: Generated<string> }
}

export const memberMigrations: readonly Migration[] = [
  {
    name: '0110-invitations',
    up: `
      create table project_invitation (
        id uuid primary key,
        project_id uuid not null references project on delete cascade,
        role text not null check (role in ('editor', 'commenter', 'viewer')),
        hash text not null unique,
        uses_left integer not null check (uses_left >= 0),
        expires_at timestamptz not null,
        invited_by uuid not null references account,
        created_at timestamptz not null default now(),
        revoked_at timestamptz
      );
      create index project_invitation_project on project_invitation (project_id);`,
    down: 'drop table project_invitation;',
  },
  {
    name: '0148-removals',
    up: `
      alter table project_member add invitation_id uuid;
      create table project_removal (
        project_id uuid not null references project on delete cascade,
        account_id uuid not null references account,
        removed_at timestamptz not null default now(),
        primary key (project_id, account_id)
      );`,
    down: 'drop table project_removal; alter table project_member drop invitation_id;',
  },
]
