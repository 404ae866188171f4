import type { DescribeReply } from '../wire/messages.ts'
import type { Queries } from './database.ts'

export type NodeRow = {
  readonly id: string
  readonly address: string
  readonly zone: string
  readonly weight: number
  readonly state: 'active' | 'draining'
  readonly chunks: number
  readonly bytes: number
  readonly freeBytes: number
  /** Milliseconds since it last answered, by the database's clock. */
  readonly silentMs: number
}

export type Nodes = ReturnType<typeof createNodes>

/** Every node that was ever seen and not forgotten since. */
export function createNodes({ rows }: Queries) {
  return {
    list: () =>
      rows<NodeRow>(
        `select id, address, zone, weight, state, chunks::float8 as chunks, bytes::float8 as bytes,
           free_bytes::float8 as "freeBytes", extract(epoch from clock_timestamp() - seen_at)::float8 * 1000 as "silentMs"
         from storage_node order by id`,
      ),

    seen: (address: string, { id, zone, weight, chunks, bytes, freeBytes }: DescribeReply) =>
      rows(
        `insert into storage_node (id, address, zone, weight, chunks, bytes, free_bytes) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (id) do update set address = excluded.address, zone = excluded.zone, weight = excluded.weight,
           chunks = excluded.chunks, bytes = excluded.bytes, free_bytes = excluded.free_bytes, seen_at = clock_timestamp()`,
        [id, address, zone, weight, chunks, bytes, freeBytes],
      ),

    /** False when there is no such node. */
    async setState(id: string, state: NodeRow['state']): Promise<boolean> {
      const changed = await rows('update storage_node set state = $2 where id = $1 returning id', [id, state])
      return changed.length > 0
    },
  }
}
