import type { BlobHash } from '../../hash.ts'
import type { BlobFacts } from '../../store.ts'
import type { Queries } from './database.ts'

export type Chunk = { readonly hash: BlobHash; readonly size: number }
/** `stamp` orders what happens to a chunk; see storage-node.proto. */
export type ClaimedChunk = Chunk & { readonly stamp: number; readonly isNew: boolean }
export type Claim = { readonly hash: BlobHash; readonly stamp: number }
export type Manifest = BlobFacts & { readonly chunks: readonly Chunk[] }
export type Hint = { readonly node: string; readonly chunk: BlobHash }

export type Ledger = ReturnType<typeof createLedger>

/** A chunk that was claimed and is in no blob is swept after this; a put may take as long. */
export const claimsLastHours = 24
const pageSize = 1000
/** Clocks that differ by less are taken for equal. */
const clocksDifferBy = '2 seconds'

/** Blobs and chunks in the database. `now` is this machine's clock, which the database's own decides against. */
export function createLedger({ rows, transaction }: Queries, now: () => number = Date.now) {
  /** How far the database's clock is ahead of ours, as SQL; `$n` is our time. */
  const ahead = (parameter: string) => `(
    select case when abs(extract(epoch from d)) < extract(epoch from interval '${clocksDifferBy}') then interval '0' else d end
    from (select clock_timestamp() - to_timestamp(${parameter}::float8 / 1000) as d) difference)`

  return {
    /**
     * Announces that a chunk is about to be put or is needed: until the claim has passed nothing sweeps it. The stamp is
     * drawn when the row is ours, so it is above those of every sweep before.
     */
    claim: ({ hash, size }: Chunk): Promise<ClaimedChunk> =>
      transaction(async query => {
        const [known] = await query<{ is_new: boolean }>(
          `insert into storage_chunk as c (hash, size, stamp, valid_from) values ($1, $2, 0, 0)
           on conflict (hash) do update set claimed_at = clock_timestamp()
           returning xmax = 0 as is_new`,
          [hash, size],
        )
        const isNew = known?.is_new === true
        // Of a row that is new again, claims from before it was swept stay void.
        const [row] = await query<{ stamp: number }>(
          `with drawn as (select nextval('storage_stamp') as stamp)
           update storage_chunk c set stamp = drawn.stamp, size = $2,
             valid_from = case when $3 then drawn.stamp else c.valid_from end
           from drawn where c.hash = $1 returning c.stamp::float8 as stamp`,
          [hash, size, isNew],
        )
        return { hash, size, stamp: row?.stamp as number, isNew }
      }),

    /**
     * The moment at which a blob exists. False when a claim to one of its chunks holds no more, since the put took longer
     * than claims last. The chunks stay locked until the end: a sweep sees either the blob or claims that it makes void.
     */
    commit({ hash, size }: Chunk, chunks: readonly Claim[], hints: readonly Hint[]): Promise<boolean> {
      const hashes = chunks.map(chunk => chunk.hash)
      return transaction(async query => {
        const held = await query(
          `select from unnest($1::text[], $2::bigint[]) as claim (hash, stamp)
           join storage_chunk c on c.hash = claim.hash and claim.stamp >= c.valid_from and c.size > 0 for share of c`,
          [hashes, chunks.map(({ stamp }) => stamp)],
        )
        if (held.length < chunks.length) return false
        await query(
          `insert into storage_blob (hash, size) values ($1, $2)
             on conflict (hash) do update set stored_at = clock_timestamp()`,
          [hash, size],
        )
        // Put before in chunks of another size, it is made of these from now on.
        await query(`delete from storage_blob_chunk where blob = $1 and chunk is distinct from ($2::text[])[ordinal + 1]`, [
          hash,
          hashes,
        ])
        await query(
          `insert into storage_blob_chunk (blob, ordinal, chunk)
             select $1, ordinal - 1, chunk from unnest($2::text[]) with ordinality as c (chunk, ordinal)
             on conflict do nothing`,
          [hash, hashes],
        )
        await query(
          `insert into storage_hint (node, chunk) select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
          [hints.map(({ node }) => node), hints.map(({ chunk }) => chunk)],
        )
        return true
      })
    },

    async find(hash: BlobHash): Promise<Manifest | undefined> {
      const found = await rows<{ size: number; stored: number; chunk: BlobHash | null; chunk_size: number }>(
        `select b.size::float8 as size, extract(epoch from b.stored_at - ${ahead('$2')})::float8 * 1000 as stored,
           bc.chunk, c.size as chunk_size
         from storage_blob b left join storage_blob_chunk bc on bc.blob = b.hash left join storage_chunk c on c.hash = bc.chunk
         where b.hash = $1 order by bc.ordinal`,
        [hash, now()],
      )
      const [first] = found
      if (first === undefined) return undefined
      const chunks = found.flatMap(({ chunk, chunk_size }) => (chunk === null ? [] : [{ hash: chunk, size: chunk_size }]))
      return { hash, size: first.size, storedAt: new Date(first.stored), chunks }
    },

    async facts(hash: BlobHash): Promise<BlobFacts | undefined> {
      const [row] = await rows<{ size: number; stored: number }>(
        `select size::float8 as size, extract(epoch from stored_at - ${ahead('$2')})::float8 * 1000 as stored
         from storage_blob where hash = $1`,
        [hash, now()],
      )
      return row && { hash, size: row.size, storedAt: new Date(row.stored) }
    },

    /** Its chunks go when nobody can be reading them any more. */
    async delete(hash: BlobHash, storedBefore: Date): Promise<'deleted' | 'kept' | 'absent'> {
      const [row] = await rows<{ was_there: boolean; is_gone: boolean }>(
        `with gone as (
           delete from storage_blob
           where hash = $1 and date_trunc('milliseconds', stored_at) < to_timestamp($2::float8 / 1000) + ${ahead('$3')}
           returning hash),
         released as (
           update storage_chunk set claimed_at = clock_timestamp()
           where hash in (select chunk from storage_blob_chunk where blob in (select hash from gone)))
         select exists (select from storage_blob where hash = $1) as was_there, exists (select from gone) as is_gone`,
        [hash, storedBefore.getTime(), now()],
      )
      if (row?.is_gone) return 'deleted'
      return row?.was_there ? 'kept' : 'absent'
    },

    async *list(after: BlobHash | undefined): AsyncGenerator<BlobFacts> {
      let last: string = after ?? ''
      for (;;) {
        const page = await rows<{ hash: BlobHash; size: number; stored: number }>(
          `select hash, size::float8 as size, extract(epoch from stored_at - ${ahead('$2')})::float8 * 1000 as stored
           from storage_blob where hash > $1 order by hash limit ${pageSize}`,
          [last, now()],
        )
        for (const { hash, size, stored } of page) yield { hash, size, storedAt: new Date(stored) }
        if (page.length < pageSize) return
        last = page.at(-1)?.hash ?? last
      }
    },

    /** Blobs as they were put, and chunks as they are kept: equal ones once. */
    async usage(): Promise<{ blobs: number; bytes: number; chunks: number; chunkBytes: number }> {
      const [row] = await rows<{ blobs: number; bytes: number; chunks: number; chunkBytes: number }>(
        `select (select count(*) from storage_blob)::float8 as blobs,
           (select coalesce(sum(size), 0) from storage_blob)::float8 as bytes,
           (select count(*) from storage_chunk)::float8 as chunks,
           (select coalesce(sum(size), 0) from storage_chunk)::float8 as "chunkBytes"`,
      )
      return row ?? { blobs: 0, bytes: 0, chunks: 0, chunkBytes: 0 }
    },
  }
}
