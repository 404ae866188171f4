/**
 * What the cluster knows of itself, in PostgreSQL: which blobs there are and of which chunks they are made, who holds
 * which partition, which nodes there are, and which copies a node still lacks.
 */
export const ledgerSchema = {
  up: `
    create sequence storage_stamp;
    create table storage_chunk (
      hash text collate "C" primary key,
      size int not null,
      stamp bigint not null,
      valid_from bigint not null,
      claimed_at timestamptz not null default clock_timestamp()
    );
    create index storage_chunk_claimed on storage_chunk (claimed_at);
    create table storage_blob (
      hash text collate "C" primary key,
      size bigint not null,
      stored_at timestamptz not null default clock_timestamp()
    );
    create table storage_blob_chunk (
      blob text collate "C" not null references storage_blob on delete cascade,
      ordinal int not null,
      chunk text collate "C" not null references storage_chunk,
      primary key (blob, ordinal)
    );
    create index storage_blob_chunk_chunk on storage_blob_chunk (chunk);
    create table storage_map (
      epoch int primary key,
      replicas int not null,
      members jsonb not null,
      placement jsonb not null,
      made_at timestamptz not null default clock_timestamp(),
      settled_at timestamptz
    );
    create table storage_node (
      id text primary key,
      address text not null,
      zone text not null,
      weight float8 not null,
      state text not null default 'active' check (state in ('active', 'draining')),
      chunks bigint not null,
      bytes bigint not null,
      free_bytes bigint not null,
      seen_at timestamptz not null default clock_timestamp()
    );
    create table storage_hint (
      node text not null,
      chunk text collate "C" not null,
      made_at timestamptz not null default clock_timestamp(),
      primary key (node, chunk)
    );`,
  down: `
    drop table storage_hint, storage_node, storage_map, storage_blob_chunk, storage_blob, storage_chunk;
    drop sequence storage_stamp;`,
} as const

/** How the last round of the caretaker ended; in a step of its own, since it came later. */
export const roundSchema = {
  up: `
    create table storage_round (
      is_last boolean primary key default true check (is_last),
      missing int not null,
      kept int not null,
      obstacles jsonb not null,
      ended_at timestamptz not null default clock_timestamp()
    );`,
  down: 'drop table storage_round;',
} as const
