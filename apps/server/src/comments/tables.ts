import type { Generated } from 'kysely'
import type { Fixed } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type CommentTables = {
  comment: {
    id: Fixed<string>
    projectId: Fixed<string>
    accountId: Fixed<string>
    threadId: Fixed<string | null>
    targetKind: Fixed<'panel' | 'scene' | 'cut'>
    targetId: Fixed<string | null>
    fromFrame: Fixed<number | null>
    toFrame: Fixed<number | null>
    text: string
    mentions: Fixed<string[]>
    resolvedAt: Generated<string | null>
    editedAt: Generated<string | null>
    createdAt: Generated<string>
  }
}

export const commentMigrations: readonly Migration[] = [
  {
    name: '0121-comments',
    up: `
      create table comment (
        id uuid primary key,
        project_id uuid not null references project on delete cascade,
        account_id uuid not null references account,
        thread_id uuid references comment on delete cascade,
        target_kind text not null check (target_kind in ('panel', 'scene', 'cut')),
        target_id uuid,
        from_frame integer,
        to_frame integer,
        text text not null,
        mentions uuid[] not null,
        resolved_at timestamptz,
        edited_at timestamptz,
        created_at timestamptz not null default now(),
        check ((target_kind = 'cut') = (target_id is null)),
        check ((target_kind = 'cut') = (from_frame is not null and to_frame is not null))
      );
      create index comment_project on comment (project_id, created_at, id);
      create index comment_target on comment (target_id);
      create index comment_thread on comment (thread_id);`,
    down: 'drop table comment;',
  },
]
