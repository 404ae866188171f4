import type { Draft, DraftTarget } from '@storycanvas/api'
import { type Fixed, type Json, type Owned, ownedColumns, touchTrigger } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type DraftTables = {
  draft: Owned & {
    projectId: Fixed<string>
    title: string
    targetKind: Fixed<DraftTarget['kind']>
    targetId: Fixed<string>
    field: Fixed<DraftTarget['field']>
    candidates: Json<Draft['candidates']>
    chosenCandidateId: string | null
    chosenAt: string | null
  }
}

export const draftMigrations: readonly Migration[] = [
  {
    name: '0101-drafts',
    up: `
      create table draft (
        ${ownedColumns},
        project_id uuid not null references project,
        title text not null,
        target_kind text not null check (target_kind in ('scene', 'panel')),
        target_id uuid not null,
        field text not null,
        candidates jsonb not null,
        chosen_candidate_id uuid,
        chosen_at timestamptz
      );
      create index draft_project on draft (project_id, id desc);
      create index draft_target on draft (target_id, id desc);
      ${touchTrigger('draft')}`,
    down: 'drop table draft;',
  },
]
