import type { Generated } from 'kysely'
import type { Fixed } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type TextTables = {
  /** The text of one field as a Yjs document: what has been compacted, and beside it the updates since. */
  textDocument: { field: Fixed<string>; projectId: Fixed<string>; state: Buffer; updatedAt: Generated<string> }
  textUpdate: { id: Generated<number>; field: Fixed<string>; bytes: Fixed<Buffer> }
}

export const textMigrations: readonly Migration[] = [
  {
    name: '0120-texts',
    up: `
      create table text_document (
        field text primary key,
        project_id uuid not null references project on delete cascade,
        state bytea not null,
        updated_at timestamptz not null default now()
      );
      create index text_document_project on text_document (project_id);
      create table text_update (
        id bigint generated always as identity primary key,
        field text not null references text_document on delete cascade,
        bytes bytea not null
      );
      create index text_update_field on text_update (field, id);`,
    down: 'drop table text_update; drop table text_document;',
  },
]
