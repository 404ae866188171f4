import type { ColumnType, Generated } from 'kysely'
import { type Fixed, type Json, type Owned, ownedColumns, touchTrigger } from '../platform/database/columns.ts'
import type { Migration } from '../platform/database/migrate.ts'

export type LibraryTables = {
  /** Ready once `presentation` stands; until then its state is that of its job. */
  video: Owned & {
    ownerId: Fixed<string>
    projectId: Fixed<string | null>
    renderId: Fixed<string | null>
    /** An older video of the same owner with the very same bytes. */
    duplicateOf: Generated<string | null>
    /** The job that makes the ladder; the other two make what comes before and after it. */
    jobId: string | null
    firstPlayJobId: Generated<string | null>
    storyboardJobId: Generated<string | null>
    title: string
    description: string
    visibility: 'public' | 'unlisted' | 'private'
    sourceHash: Fixed<string>
    sourceBytes: Fixed<number>
    captions: string | null
    /** Those that lay in the file, once they were looked for: what `captions` begins with. */
    fileCaptions: Generated<string | null>
    durationMs: Generated<number | null>
    width: Generated<number | null>
    height: Generated<number | null>
    posterHash: Generated<string | null>
    /** Renditions and segments as packages/media describes them, for the manifests. */
    presentation: Json<unknown> | null
    /** What the source was found to be: `MediaFacts` of packages/media. */
    facts: ColumnType<unknown, string | undefined, string>
    /** The stream to watch until the ladder is made, as a presentation; `growing` while it is being made. */
    quick: ColumnType<unknown, undefined, string | null>
    preparedAt: Generated<string | null>
    tags: Generated<string[]>
    /** Words of title, tags and description; kept by the database. */
    words: Generated<never>
    views: Generated<number>
  }
  /** Every word of any video, to find the one that was meant; kept by the database. */
  videoWord: { word: Fixed<string> }
  /** What an account watched long enough to count as a view, until it has it forgotten; `toTheEnd` is kept by the database. */
  videoWatched: {
    accountId: Fixed<string>
    videoId: Fixed<string>
    watchedAt: Generated<string>
    toTheEnd: Generated<never>
  }
  /** The files of a stream by the name that manifests use. */
  videoFile: { videoId: Fixed<string>; name: Fixed<string>; blobHash: Fixed<string>; size: Fixed<number> }
  mediaFile: Owned & {
    ownerId: Fixed<string>
    kind: Fixed<'music' | 'face' | 'image'>
    name: string
    mediaType: Fixed<string>
    blobHash: Fixed<string>
    bytes: Fixed<number>
    durationMs: Fixed<number | null>
    width: Fixed<number | null>
    height: Fixed<number | null>
  }
  /** A video on its way up in pieces. Its bytes lie in the spool until it is finished; then `videoId` stands. */
  upload: {
    id: Fixed<string>
    ownerId: Fixed<string>
    fileName: Fixed<string>
    title: Fixed<string>
    description: Fixed<string>
    visibility: Fixed<'public' | 'unlisted' | 'private'>
    bytes: Fixed<number>
    /** By which the sender knows the file again. */
    fingerprint: Fixed<string>
    videoId: Generated<string | null>
    createdAt: Generated<string>
    touchedAt: Generated<string>
  }
  /** The shape of an uploaded sound, measured when it is first asked for: a byte for each stretch. */
  mediaPeaks: { mediaFileId: Fixed<string>; peaksPerSecond: Fixed<number>; peaks: Fixed<Buffer> }
}

export const libraryMigrations: readonly Migration[] = [
  {
    name: '0070-library',
    up: `
      create table video (
        ${ownedColumns},
        owner_id uuid not null references account,
        project_id uuid references project,
        render_id uuid references render,
        job_id uuid references job,
        title text not null,
        description text not null,
        visibility text not null check (visibility in ('public', 'unlisted', 'private')),
        source_hash text not null,
        source_bytes bigint not null,
        captions text,
        duration_ms bigint,
        width integer,
        height integer,
        poster_hash text,
        presentation jsonb,
        views bigint not null default 0
      );
      create index video_render on video (render_id) where render_id is not null;
      create index video_owner on video (owner_id, id desc);
      create index video_title_trgm on video using gin (title gin_trgm_ops);
      ${touchTrigger('video')}
      create table video_file (
        video_id uuid not null references video,
        name text not null,
        blob_hash text not null,
        size bigint not null,
        primary key (video_id, name)
      );
      create table media_file (
        ${ownedColumns},
        owner_id uuid not null references account,
        kind text not null,
        name text not null,
        media_type text not null,
        blob_hash text not null,
        bytes bigint not null,
        duration_ms bigint,
        width integer,
        height integer
      );
      create index media_file_owner on media_file (owner_id, id desc);
      ${touchTrigger('media_file')}`,
    down: 'drop table media_file; drop table video_file; drop table video;',
  },
  {
    name: '0071-media-peaks',
    up: `
      create table media_peaks (
        media_file_id uuid primary key references media_file,
        peaks_per_second integer not null,
        peaks bytea not null
      );`,
    down: 'drop table media_peaks;',
  },
  {
    name: '0072-uploads',
    up: `
      create table upload (
        id uuid primary key,
        owner_id uuid not null references account,
        file_name text not null,
        title text not null,
        description text not null,
        visibility text not null check (visibility in ('public', 'unlisted', 'private')),
        bytes bigint not null,
        fingerprint text not null,
        video_id uuid references video,
        created_at timestamptz not null default now(),
        touched_at timestamptz not null default now()
      );
      create index upload_owner on upload (owner_id, id desc);
      alter table video add column duplicate_of uuid references video;
      create index video_source on video (source_hash);`,
    down: `
      drop index video_source;
      alter table video drop column duplicate_of;
      drop table upload;`,
  },
  {
    name: '0073-first-play',
    up: `
      alter table video
        add column facts jsonb,
        add column quick jsonb,
        add column prepared_at timestamptz,
        add column first_play_job_id uuid references job,
        add column storyboard_job_id uuid references job;
      create index video_replaced_quick on video (prepared_at) where quick is not null;`,
    down: `
      alter table video drop column facts, drop column quick, drop column prepared_at, drop column first_play_job_id,
        drop column storyboard_job_id;`,
  },
  {
    name: '0074-library-search',
    up: `
      create function plain(value text) returns text language sql immutable strict parallel safe
        as $$ select lower(public.unaccent('public.unaccent'::regdictionary, value)) $$;
      alter table video add column tags text[] not null default '{}', add column words tsvector;
      create function video_words() returns trigger language plpgsql as $$
      begin
        new.words = setweight(to_tsvector('simple', plain(new.title)), 'A')
          || setweight(to_tsvector('simple', plain(array_to_string(new.tags, ' '))), 'B')
          || setweight(to_tsvector('simple', plain(left(new.description, 20000))), 'C');
        insert into video_word (word)
          select lexeme from unnest(new.words) where length(lexeme) between 3 and 40 order by lexeme
          on conflict do nothing;
        return new;
      end $$;
      create table video_word (word text primary key);
      create index video_word_trgm on video_word using gin (word gin_trgm_ops);
      create index video_word_prefix on video_word (word text_pattern_ops);
      create trigger words before insert or update of title, tags, description on video
        for each row execute function video_words();
      update video set title = title;
      drop index video_title_trgm;
      create index video_words_gin on video using gin (words);
      create index video_tags on video using gin (tags);
      create index video_current on video (owner_id, id desc) where deleted_at is null;
      create index video_trash on video (owner_id, id desc) where deleted_at is not null;
      create index video_unfinished on video (owner_id, id desc) where presentation is null;
      create index video_by_name on video (owner_id, left(plain(title), 100) collate "C", id) where deleted_at is null;
      create index video_by_duration on video (owner_id, coalesce(duration_ms, 0), id) where deleted_at is null;
      create index video_by_views on video (owner_id, views, id) where deleted_at is null;
      create index video_by_side on video (owner_id, least(width, height)) where deleted_at is null;`,
    down: `
      drop index video_by_side; drop index video_by_views; drop index video_by_duration; drop index video_by_name;
      drop index video_unfinished; drop index video_trash; drop index video_current; drop index video_tags;
      drop index video_words_gin; drop trigger words on video; drop function video_words(); drop table video_word;
      alter table video drop column words, drop column tags; drop function plain(text);
      create index video_title_trgm on video using gin (title gin_trgm_ops);`,
  },
  {
    name: '0075-video-visits',
    up: `
      create table video_visit (
        id uuid primary key,
        video_id uuid not null references video,
        viewer text not null,
        source text not null,
        watched_ms bigint not null,
        seen bit(100) not null,
        counted boolean not null default false,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index video_visit_video on video_visit (video_id, viewer);
      create index video_deleted on video (deleted_at) where deleted_at is not null;
      create index upload_video on upload (video_id) where video_id is not null;
      create index video_duplicate on video (duplicate_of) where duplicate_of is not null;`,
    down: `
      drop index video_duplicate; drop index upload_video; drop index video_deleted; drop table video_visit;`,
  },
  {
    // Plain columns, so that the planner knows how many there are of each, and nothing is computed while sorting.
    name: '0076-library-columns',
    up: `
      drop index video_by_name; drop index video_by_side;
      alter table video
        add column name_key text collate "C",
        add column side integer generated always as (least(width, height)) stored;
      create or replace function video_words() returns trigger language plpgsql as $$
      begin
        new.name_key = left(plain(new.title), 100);
        new.words = setweight(to_tsvector('simple', plain(new.title)), 'A')
          || setweight(to_tsvector('simple', plain(array_to_string(new.tags, ' '))), 'B')
          || setweight(to_tsvector('simple', plain(left(new.description, 20000))), 'C');
        insert into video_word (word)
          select lexeme from unnest(new.words) where length(lexeme) between 3 and 40 and lexeme ~ '[^0-9]' order by lexeme
          on conflict do nothing;
        return new;
      end $$;
      delete from video_word where word !~ '[^0-9]';
      update video set title = title;
      alter table video alter column name_key set not null;
      create index video_by_name on video (owner_id, name_key, id) where deleted_at is null;
      create index video_by_side on video (owner_id, side) where deleted_at is null;`,
    down: `
      drop index video_by_side; drop index video_by_name;
      create or replace function video_words() returns trigger language plpgsql as $$
      begin
        new.words = setweight(to_tsvector('simple', plain(new.title)), 'A')
          || setweight(to_tsvector('simple', plain(array_to_string(new.tags, ' '))), 'B')
          || setweight(to_tsvector('simple', plain(left(new.description, 20000))), 'C');
        insert into video_word (word)
          select lexeme from unnest(new.words) where length(lexeme) between 3 and 40 order by lexeme
          on conflict do nothing;
        return new;
      end $$;
      alter table video drop column side, drop column name_key;
      create index video_by_name on video (owner_id, left(plain(title), 100) collate "C", id) where deleted_at is null;
      create index video_by_side on video (owner_id, least(width, height)) where deleted_at is null;`,
  },
  {
    // What waits in the pending list of an index is read through by every search.
    name: '0077-library-gin',
    up: `
      alter index video_words_gin set (fastupdate = off);
      alter index video_tags set (fastupdate = off);`,
    down: `
      alter index video_tags set (fastupdate = on);
      alter index video_words_gin set (fastupdate = on);`,
  },
  {
    name: '0140-videos-together',
    up: `
      create table video_together (
        video_id uuid not null references video on delete cascade,
        other_id uuid not null references video on delete cascade,
        views bigint not null,
        primary key (video_id, other_id)
      );
      create index video_together_other on video_together (other_id);`,
    down: 'drop table video_together;',
  },
  {
    // To the end: something of the last twentieth, and half of the whole, so that nobody who looked how it ends has seen it.
    name: '0156-videos-watched',
    up: `
      create table video_watched (
        account_id uuid not null references account on delete cascade,
        video_id uuid not null references video on delete cascade,
        seen bit(100) not null,
        to_the_end boolean not null generated always as (
          bit_count(seen) >= 50 and bit_count(substring(seen from 96 for 5)) > 0) stored,
        watched_at timestamptz not null default now(),
        primary key (account_id, video_id)
      );
      create index video_watched_last on video_watched (account_id, watched_at desc);
      create index video_watched_video on video_watched (video_id);
      create index video_together_often on video_together (video_id, views desc);
      create index video_public on video (id desc)
        where visibility = 'public' and deleted_at is null and (presentation is not null or quick is not null);`,
    down: `
      drop index video_public; drop index video_together_often; drop table video_watched;`,
  },
  {
    name: '0157-captions-in-files',
    up: 'alter table video add column file_captions text;',
    down: 'alter table video drop column file_captions;',
  },
]
