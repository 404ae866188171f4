import type { ProjectFile } from '@storycanvas/api'
import type { Generated } from 'kysely'
import { type Fixed, type Json, type Owned, ownedColumns, touchTrigger } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type ProjectTemplateTables = {
  projectTemplate: Owned & {
    ownerId: Fixed<string>
    name: string
    description: string
    /** A project without pictures. */
    document: Json<ProjectFile>
    useCount: Generated<number>
  }
}

export const projectTemplateMigrations: readonly Migration[] = [
  {
    name: '0102-project-templates',
    up: `
      create table project_template (
        ${ownedColumns},
        owner_id uuid not null references account,
        name text not null,
        description text not null,
        document jsonb not null,
        use_count integer not null default 0
      );
      create index project_template_owner on project_template (owner_id, id desc);
      ${touchTrigger('project_template')}`,
    down: 'drop table project_template;',
  },
]
