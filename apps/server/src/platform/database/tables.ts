import type { Migration } from './migrate.ts'

export const databaseMigrations: readonly Migration[] = [
  {
    name: '0001-ground',
    up: `
      create extension if not exists pg_trgm;
      create extension if not exists unaccent;
      create function touch_updated_at() returns trigger language plpgsql as $$
      begin
        new.updated_at = now();
        return new;
      end $$;`,
    down: 'drop function touch_updated_at(); drop extension unaccent; drop extension pg_trgm;',
  },
]
