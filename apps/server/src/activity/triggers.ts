import { recordedTables } from './recorded.ts'

/** Columns that are bookkeeping, follow from others (`deleted_at` from `deletion_id`), or have a history of their own. */
const untold = `'{id,project_id,created_at,updated_at,deleted_at,version,chosen_take_id}'::text[]`

/** Columns of a project that are its settings. */
const settings = ['name', 'description', 'aspect_ratio', 'rate_num', 'rate_den', 'drop_frame', 'style', 'status']
const settingsOf = (row: string) => `jsonb_build_object(${settings.map(name => `'${name}', ${row}.${name}`).join(', ')})`

/** So many characters of a row's name are kept. */
const nameLength = 120

/** What a statement did to rows of one kind adds to what others of the same transaction did to them. */
const addedUp = `
  on conflict (activity_id, kind, verb) do update set
    count = case when p.count = 1 and excluded.count = 1 and p.object_id = excluded.object_id then 1 else p.count + excluded.count end,
    fields = array(select distinct unnest(p.fields || excluded.fields) order by 1)`

/** A row that is changed twice in one entry keeps how it was before the first change and is after the last. */
const keptOnce = `
  on conflict (activity_id, kind, object_id) do update set
    before = case when c.before is null then null else excluded.before || c.before end,
    after = c.after || excluded.after,
    version = excluded.version`

/** The entry of this transaction, made when first asked for. What comes along with a new project is no change of it. */
const entryOfTransaction = `
  create function activity_entry(of_project uuid) returns uuid language plpgsql as $$
  declare
    acting text := current_setting('storycanvas.acting', true);
    entry uuid := nullif(current_setting('storycanvas.activity', true), '')::uuid;
  begin
    if exists (select from project where id = of_project and created_at = now()) then return null; end if;
    if entry is not null and exists (select from activity where id = entry and project_id = of_project) then return entry; end if;
    insert into activity (id, project_id, account_id, operation)
    values (gen_random_uuid(), of_project, nullif(split_part(acting, ' ', 1), '')::uuid, coalesce(split_part(acting, ' ', 2), ''))
    returning id into entry;
    perform set_config('storycanvas.activity', entry::text, true);
    return entry;
  end $$;`

const newRows = `
  create function record_new_rows() returns trigger language plpgsql as $$
  declare
    of_project uuid;
    entry uuid;
  begin
    for of_project in select distinct project_id from new_rows loop
      entry := activity_entry(of_project);
      continue when entry is null;
      insert into activity_change (activity_id, kind, object_id, before, after, version)
      select entry, tg_table_name, id, null, to_jsonb(n) - ${untold}, version from new_rows n where project_id = of_project;
      insert into activity_part as p (activity_id, kind, verb, count, object_id, name, fields)
      select entry, tg_table_name, 'created', count(*), (array_agg(id order by id))[1],
        left((array_agg(to_jsonb(n) ->> tg_argv[0] order by id))[1], ${nameLength}), '{}'
      from new_rows n where project_id = of_project
      ${addedUp};
    end loop;
    return null;
  end $$;`

const changedRows = `
  create function record_changed_rows() returns trigger language plpgsql as $$
  declare
    of_project uuid;
    entry uuid;
  begin
    for of_project in
      select distinct n.project_id from new_rows n join old_rows o on o.id = n.id
      where to_jsonb(n) - ${untold} <> to_jsonb(o) - ${untold}
    loop
      entry := activity_entry(of_project);
      continue when entry is null;
      with difference as (
        select n.id, n.version, d.before, d.after, left(to_jsonb(n) ->> tg_argv[0], ${nameLength}) as name,
          case
            when d.after -> 'deletion_id' = 'null' then 'restored'
            when d.after ? 'deletion_id' then 'deleted'
            when d.after - '{position,scene_id,chapter_id}'::text[] = '{}' then 'moved'
            else 'changed'
          end as verb
        from new_rows n join old_rows o on o.id = n.id
        cross join lateral (
          select jsonb_object_agg(was.key, was.value) as before, jsonb_object_agg(is_now.key, is_now.value) as after
          from jsonb_each(to_jsonb(o) - ${untold}) was join jsonb_each(to_jsonb(n) - ${untold}) is_now on is_now.key = was.key
          where is_now.value <> was.value
        ) d
        where n.project_id = of_project and d.after is not null
      ), kept as (
        insert into activity_change as c (activity_id, kind, object_id, before, after, version)
        select entry, tg_table_name, id, before, after, version from difference
        ${keptOnce}
      )
      insert into activity_part as p (activity_id, kind, verb, count, object_id, name, fields)
      select entry, tg_table_name, verb, count(*), (array_agg(id order by id))[1], (array_agg(name order by id))[1],
        array(select distinct jsonb_object_keys(same.after) from difference same where same.verb = d.verb order by 1)
      from difference d group by verb
      ${addedUp};
    end loop;
    return null;
  end $$;`

const projectSettings = `
  create function record_project() returns trigger language plpgsql as $$
  declare
    entry uuid := activity_entry(new.id);
  begin
    if entry is null then return null; end if;
    with difference as (
      select jsonb_object_agg(was.key, was.value) as before, jsonb_object_agg(is_now.key, is_now.value) as after,
        array_agg(was.key order by was.key) as fields
      from jsonb_each(${settingsOf('old')}) was join jsonb_each(${settingsOf('new')}) is_now on is_now.key = was.key
      where is_now.value <> was.value
    ), kept as (
      insert into activity_change as c (activity_id, kind, object_id, before, after)
      select entry, 'project', new.id, before, after from difference
      ${keptOnce}
    )
    insert into activity_part as p (activity_id, kind, verb, count, object_id, name, fields)
    select entry, 'project', 'changed', 1, new.id, left(new.name, ${nameLength}), fields from difference
    ${addedUp};
    return null;
  end $$;
  create trigger record_changed after update on project for each row
    when ((${settings.map(name => `old.${name}`).join(', ')}) is distinct from (${settings.map(name => `new.${name}`).join(', ')}))
    execute function record_project();`

const countVersions = `
  create function count_versions() returns trigger language plpgsql as $$
  begin
    if to_jsonb(new) - ${untold} <> to_jsonb(old) - ${untold} then new.version = old.version + 1; end if;
    return new;
  end $$;`

const onTable = (table: string, name: string) => `
  alter table ${table} add version integer not null default 1;
  create trigger count_versions before update on ${table} for each row execute function count_versions();
  create trigger record_new after insert on ${table} referencing new table as new_rows
    for each statement execute function record_new_rows('${name}');
  create trigger record_changed after update on ${table} referencing old table as old_rows new table as new_rows
    for each statement execute function record_changed_rows('${name}');`

/**
 * Triggers write down what each statement changes, in the same transaction, so that no way of changing a story can leave it
 * out. The transaction says who acts in `storycanvas.acting` and finds the entry that it has made in `storycanvas.activity`.
 */
export const recordingUp = [
  entryOfTransaction,
  newRows,
  changedRows,
  projectSettings,
  countVersions,
  ...Object.entries(recordedTables).map(([table, name]) => onTable(table, name)),
].join('\n')

export const recordingDown = `
  drop trigger record_changed on project;
  ${Object.keys(recordedTables)
    .map(
      table => `drop trigger record_changed on ${table}; drop trigger record_new on ${table};
        drop trigger count_versions on ${table}; alter table ${table} drop version;`,
    )
    .join('\n')}
  drop function count_versions(); drop function record_project(); drop function record_changed_rows();
  drop function record_new_rows(); drop function activity_entry(uuid);`
