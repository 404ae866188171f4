import type { StyleTemplate } from '@storycanvas/api'
import type { Generated } from 'kysely'
import { type Fixed, type Json, type Owned, ownedColumns, touchTrigger } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type TemplateTables = {
  styleTemplate: Owned & {
    ownerId: Fixed<string>
    name: string
    description: string
    kind: StyleTemplate['kind']
    preset: string
    prompt: string
    negativePrompt: string
    parameters: Json<Record<string, unknown>>
    uses: Generated<number>
    lastUsedAt: Generated<string | null>
  }
}

export const templateMigrations: readonly Migration[] = [
  {
    name: '0093-style-templates',
    up: `
      create table style_template (
        ${ownedColumns},
        owner_id uuid not null references account,
        name text not null,
        description text not null,
        kind text not null,
        preset text not null,
        prompt text not null,
        negative_prompt text not null,
        parameters jsonb not null,
        uses integer not null default 0,
        last_used_at timestamptz
      );
      create index style_template_owner on style_template (owner_id, uses desc, id desc) where deleted_at is null;
      ${touchTrigger('style_template')}`,
    down: 'drop table style_template;',
  },
]
