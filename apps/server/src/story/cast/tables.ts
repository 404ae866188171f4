import type { Generated } from 'kysely'
import type { Migration } from '../../platform/database/migrate.ts'

/** What a character and a place have alike beside their words: pictures to go by, and a model trained on them. */
export type CastExtras = {
  /** Uploaded pictures in the order people gave them. */
  referenceIds: Generated<string[]>
  /** File name of a LoRA as servers know it; empty without one. */
  lora: Generated<string>
  loraWeight: Generated<number>
}

const extras = `
  add reference_ids uuid[] not null default '{}',
  add lora text not null default '',
  add lora_weight double precision not null default 1`

export const castMigrations: readonly Migration[] = [
  {
    name: '0131-cast-references',
    up: `
      alter table character ${extras};
      alter table location ${extras}, add negative_prompt text not null default '';
      create index character_references on character using gin (reference_ids);
      create index location_references on location using gin (reference_ids);`,
    down: `
      alter table character drop reference_ids, drop lora, drop lora_weight;
      alter table location drop reference_ids, drop lora, drop lora_weight, drop negative_prompt;`,
  },
]
