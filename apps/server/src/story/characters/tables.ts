import type { Fixed } from '../../platform/database/columns.ts'
import type { Migration } from '../../platform/database/migrate.ts'

export type CharacterTables = {
  /** In how many panels a character stands that are not in the trash. Triggers keep it, so that no way of changing panels can leave it out. */
  characterPanels: { characterId: Fixed<string>; panels: Fixed<number> }
}

/** What a statement changed, character by character; always in the same order, so that no two wait for each other. */
const addUp = (counted: string) => `
  insert into character_panels as c (character_id, panels)
    select id, sum(step) from (${counted}) counted group by id having sum(step) <> 0 order by id
    on conflict (character_id) do update set panels = c.panels + excluded.panels;`

const those = (rows: string, step: number) =>
  `select unnest(character_ids) as id, ${step} as step from ${rows} where deleted_at is null`

export const characterMigrations: readonly Migration[] = [
  {
    name: '0153-character-panels',
    up: `
      create table character_panels (character_id uuid primary key, panels integer not null);
      create function count_character_panels() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' then ${addUp(those('new_rows', 1))}
        else ${addUp(`${those('new_rows', 1)} union all ${those('old_rows', -1)}`)}
        end if;
        return null;
      end $$;
      create trigger count_new after insert on panel referencing new table as new_rows
        for each statement execute function count_character_panels();
      create trigger count_changed after update on panel referencing old table as old_rows new table as new_rows
        for each statement execute function count_character_panels();
      create function forget_character_panels() returns trigger language plpgsql as $$
      begin
        delete from character_panels where character_id = old.id;
        return null;
      end $$;
      create trigger forget_panels after delete on character for each row execute function forget_character_panels();
      ${addUp(those('panel', 1))}`,
    down: `
      drop trigger forget_panels on character; drop function forget_character_panels();
      drop trigger count_changed on panel; drop trigger count_new on panel; drop function count_character_panels();
      drop table character_panels;`,
  },
]
