import type { Queries } from './database.ts'

/** How the last comparison of all nodes with the ledger ended. */
export type Round = {
  /** Copies that were wanted and could not be made. */
  readonly missing: number
  /** Copies in excess that had to stay. */
  readonly kept: number
  /** What stood in the way, a sentence each. */
  readonly obstacles: readonly string[]
}

export type Rounds = ReturnType<typeof createRounds>

/** The last round, whoever made it: other processes tell it too. */
export function createRounds({ rows }: Queries) {
  return {
    keep: ({ missing, kept, obstacles }: Round) =>
      rows(
        `insert into storage_round (missing, kept, obstacles) values ($1, $2, $3)
         on conflict (is_last) do update set missing = excluded.missing, kept = excluded.kept, obstacles = excluded.obstacles,
           ended_at = excluded.ended_at`,
        [missing, kept, JSON.stringify(obstacles)],
      ),
    /** `agoMs` by the database's clock. */
    async last(): Promise<(Round & { readonly agoMs: number }) | undefined> {
      const [row] = await rows<Round & { agoMs: number }>(
        `select missing, kept, obstacles, extract(epoch from clock_timestamp() - ended_at)::float8 * 1000 as "agoMs"
         from storage_round`,
      )
      return row
    },
  }
}
