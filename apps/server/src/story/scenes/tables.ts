import type { Fixed } from '../../platform/database/columns.ts'
import type { Migration } from '../../platform/database/migrate.ts'

export type SceneTables = {
  /** Every word of every scene, in lower case and without accents; triggers write it, so that no way of writing can leave it out. */
  sceneWord: { sceneId: Fixed<string>; word: Fixed<string>; projectId: Fixed<string> }
}

/** What separates words beside spaces; PostgreSQL's own parser takes paths, addresses and numbers for one word. */
const marks = `!"#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~‘’“”–—…`

/** Scripts that put no spaces between words: each of their letters counts as one. */
const unspaced = '[\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u2e80-\\u9fff\\uf900-\\ufaff]'

/** No index holds longer ones; two words that begin with so many same letters are one. */
const longestWord = 60

export const sceneMigrations: readonly Migration[] = [
  {
    name: '0152-scene-words',
    up: `
      create function words_of(value text) returns text[] language sql immutable strict parallel safe as $$
        select coalesce(array_agg(distinct left(lexeme, ${longestWord})), '{}') from unnest(to_tsvector('simple',
          plain(regexp_replace(translate(value, '${marks}', repeat(' ', length('${marks}'))), '(${unspaced})', ' \\1 ', 'g'))))
      $$;
      create table scene_word (
        scene_id uuid not null,
        word text collate "C" not null,
        project_id uuid not null,
        primary key (scene_id, word)
      );
      create index scene_word_found on scene_word (project_id, word, scene_id);
      create function note_scene_words() returns trigger language plpgsql as $$
      declare
        were text[] := '{}';
        are text[] := '{}';
      begin
        if tg_op <> 'INSERT' then were = words_of(concat_ws(' ', old.heading, old.synopsis, old.text)); end if;
        if tg_op <> 'DELETE' then are = words_of(concat_ws(' ', new.heading, new.synopsis, new.text)); end if;
        if tg_op <> 'INSERT' then
          delete from scene_word where scene_id = old.id and word in (select unnest(were) except select unnest(are));
        end if;
        if tg_op <> 'DELETE' then
          insert into scene_word (scene_id, word, project_id)
            select new.id, word, new.project_id from (select unnest(are) as word except select unnest(were)) come;
        end if;
        return null;
      end $$;
      create trigger words after insert or delete or update of heading, synopsis, text on scene
        for each row execute function note_scene_words();
      insert into scene_word (scene_id, word, project_id)
        select s.id, word, s.project_id from scene s, unnest(words_of(concat_ws(' ', s.heading, s.synopsis, s.text))) as word;`,
    down: 'drop trigger words on scene; drop function note_scene_words(); drop table scene_word; drop function words_of(text);',
  },
]
