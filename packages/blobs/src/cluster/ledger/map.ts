import { type Placement, placePartitions } from '../placement/place.ts'
import type { Member } from '../placement/rendezvous.ts'
import type { Queries } from './database.ts'

/** Who holds what, from one epoch to the next. */
export type ClusterMap = {
  readonly epoch: number
  readonly replicas: number
  readonly members: readonly Member[]
  readonly placement: Placement
  /** Whether every chunk lies where this map says; until then the one before counts too. */
  readonly isSettled: boolean
}

type Row = { epoch: number; replicas: number; members: Member[]; placement: number[][]; settled: boolean }

export type Maps = ReturnType<typeof createMaps>

/** The table of 4,096 partitions with its history, in the database. */
export function createMaps({ rows }: Queries) {
  const read = ({ epoch, replicas, members, placement, settled }: Row): ClusterMap => ({
    epoch,
    replicas,
    members,
    placement: placement.map(holders => holders.map(index => members[index]?.id as string)),
    isSettled: settled,
  })
  return {
    async newest(): Promise<ClusterMap | undefined> {
      const [row] = await rows<Row>(
        `select epoch, replicas, members, placement, settled_at is not null as settled
         from storage_map order by epoch desc limit 1`,
      )
      return row && read(row)
    },

    /** The map of the epoch before, for reading what has not moved yet. */
    async before(epoch: number): Promise<ClusterMap | undefined> {
      const [row] = await rows<Row>(
        `select epoch, replicas, members, placement, settled_at is not null as settled
         from storage_map where epoch < $1 order by epoch desc limit 1`,
        [epoch],
      )
      return row && read(row)
    },

    /** Publishes who holds what among these members from now on. When somebody else was faster, theirs counts. */
    async publish(members: readonly Member[], replicas: number, before: ClusterMap | undefined): Promise<void> {
      const placement = placePartitions(members, replicas, before?.placement)
      const index = new Map(members.map(({ id }, at) => [id, at]))
      await rows(`insert into storage_map (epoch, replicas, members, placement) values ($1, $2, $3, $4) on conflict do nothing`, [
        (before?.epoch ?? 0) + 1,
        replicas,
        JSON.stringify(members),
        JSON.stringify(placement.map(holders => holders.map(id => index.get(id)))),
      ])
    },

    settle: (epoch: number) =>
      rows('update storage_map set settled_at = clock_timestamp() where epoch = $1 and settled_at is null', [epoch]),
  }
}
