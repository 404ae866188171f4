import type { BlobHash } from '../../hash.ts'
import type { Leaves } from '../merkle.ts'
import { partitionCount, prefixOf } from '../placement/partition.ts'
import type { Queries } from './database.ts'
import { claimsLastHours } from './ledger.ts'

export type StampedChunk = { readonly hash: BlobHash; readonly size: number; readonly stamp: number }

/** Copies up to this stamp may go. */
export type CondemnedChunk = { readonly hash: BlobHash; readonly upToStamp: number }

export type Repairs = ReturnType<typeof createRepairs>

const isUsed = `exists (select from storage_blob_chunk bc where bc.chunk = c.hash)`
const columns = `c.hash, c.size, c.stamp::float8 as stamp`

/** What should lie where, for those who compare it with what does. */
export function createRepairs({ rows, transaction }: Queries) {
  return {
    /** Copies that nodes were to get and did not, oldest first. */
    hintsFor: (node: string, limit: number) =>
      rows<StampedChunk>(
        `select ${columns} from storage_hint h join storage_chunk c on c.hash = h.chunk
         where h.node = $1 order by h.made_at limit $2`,
        [node, limit],
      ),
    hintDone: (node: string, chunk: BlobHash) => rows('delete from storage_hint where node = $1 and chunk = $2', [node, chunk]),
    /** Forgets a copy that the node is not to hold by the table of this epoch, unless there is a newer one by now. */
    hintVoid: (node: string, chunk: BlobHash, epoch: number) =>
      rows('delete from storage_hint where node = $1 and chunk = $2 and $3 = (select max(epoch) from storage_map)', [
        node,
        chunk,
        epoch,
      ]),
    /**
     * Forgets hints to nodes that are no members by the table of this epoch, unless there is a newer one by now, and of
     * chunks that are in no blob any more: copies of those may be gone everywhere.
     */
    dropHints: (members: readonly string[], epoch: number) =>
      rows(
        `delete from storage_hint h
         where (node <> all($1) and $2 = (select max(epoch) from storage_map))
           or not exists (select from storage_blob_chunk bc where bc.chunk = h.chunk)`,
        [members, epoch],
      ),
    async openHints(): Promise<number> {
      const [row] = await rows<{ count: number }>('select count(*)::float8 as count from storage_hint')
      return row?.count ?? 0
    },

    /** Digests of all partitions, of the chunks that are in blobs. */
    async leaves(): Promise<Leaves> {
      const found = await rows<{ prefix: string; digest: string }>(
        `select left(hash, 3) as prefix, encode(sha256(convert_to(string_agg(hash, '' order by hash), 'UTF8')), 'hex') as digest
         from storage_chunk c where ${isUsed} group by 1`,
      )
      return new Map(found.map(({ prefix, digest }) => [Number.parseInt(prefix, 16), Buffer.from(digest, 'hex')]))
    },

    /** The chunks of one partition that are in blobs, in order. */
    chunksIn: (partition: number) =>
      rows<StampedChunk>(
        `select ${columns} from storage_chunk c where c.hash >= $1 and ($2::text is null or c.hash < $2) and ${isUsed} order by c.hash`,
        [prefixOf(partition), partition + 1 < partitionCount ? prefixOf(partition + 1) : null],
      ),

    /** Of these chunks that lie on some node, those that nobody has claimed; they are claimed now, to be swept some day. */
    adopt: (hashes: readonly BlobHash[]) =>
      rows(
        `insert into storage_chunk (hash, size, stamp, valid_from)
         select hash, 0, 0, nextval('storage_stamp') from unnest($1::text[]) as h (hash) on conflict do nothing`,
        [hashes],
      ),

    /**
     * Chunks that are in no blob and were claimed long ago; from now on those claims are void. They are locked before it is
     * asked whether they are used: a blob that was being written down meanwhile is seen then.
     */
    condemn: (limit: number, hours = claimsLastHours) =>
      transaction(async query => {
        const old = await query<{ hash: BlobHash }>(
          `select hash from storage_chunk c
           where claimed_at < clock_timestamp() - make_interval(secs => $1::float8 * 3600) and not ${isUsed}
           order by claimed_at limit $2 for update skip locked`,
          [hours, limit],
        )
        return query<CondemnedChunk>(
          `update storage_chunk c set valid_from = nextval('storage_stamp') where hash = any($1) and not ${isUsed}
           returning hash, valid_from::float8 as "upToStamp"`,
          [old.map(({ hash }) => hash)],
        )
      }),

    /** Forgets condemned chunks, unless somebody has claimed them since. */
    bury: (chunks: readonly CondemnedChunk[]) =>
      rows(
        `delete from storage_chunk c using unnest($1::text[], $2::bigint[]) as condemned (hash, up_to)
         where c.hash = condemned.hash and c.valid_from = condemned.up_to and c.stamp < c.valid_from`,
        [chunks.map(({ hash }) => hash), chunks.map(({ upToStamp }) => upToStamp)],
      ),
  }
}
