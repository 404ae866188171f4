import type { AspectRatio, ProjectRole, ProjectTemplate } from '@storycanvas/api'
import type { Generated } from 'kysely'
import { type Fixed, type Owned, ownedColumns, touchTrigger } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type ProjectTables = {
  project: Owned & {
    name: string
    description: string
    template: Fixed<ProjectTemplate>
    aspectRatio: AspectRatio
    rateNum: number
    rateDen: number
    dropFrame: boolean
    style: string
    status: Generated<'active' | 'archived'>
    cutFollowsBoard: Generated<boolean>
    /** Grows with every change of the cut. */
    cutRevision: Generated<number>
  }
  projectMember: {
    projectId: Fixed<string>
    accountId: Fixed<string>
    role: ProjectRole
    createdAt: Generated<string>
    /** By which they came in, if by one. */
    invitationId: Generated<string | null>
  }
}

export const projectMigrations: readonly Migration[] = [
  {
    name: '0020-projects',
    up: `
      create table project (
        ${ownedColumns},
        name text not null,
        description text not null,
        template text not null,
        aspect_ratio text not null,
        rate_num integer not null check (rate_num > 0),
        rate_den integer not null check (rate_den > 0),
        drop_frame boolean not null,
        style text not null,
        status text not null default 'active' check (status in ('active', 'archived')),
        cut_follows_board boolean not null default true
      );
      create index project_name_trgm on project using gin (name gin_trgm_ops);
      ${touchTrigger('project')}
      create table project_member (
        project_id uuid not null references project,
        account_id uuid not null references account,
        role text not null check (role in ('owner', 'editor', 'commenter', 'viewer')),
        created_at timestamptz not null default now(),
        primary key (project_id, account_id)
      );
      create index project_member_account on project_member (account_id);`,
    down: 'drop table project_member; drop table project;',
  },
]
