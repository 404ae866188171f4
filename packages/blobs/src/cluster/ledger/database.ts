import { BlobError } from '../../error.ts'

type Client = { query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }> }

/** What the ledger needs of a `pg.Pool`. */
export type Pool = Client & { connect(): Promise<Client & { release(error?: Error | boolean): void }> }

export type Queries = {
  /** Rows as PostgreSQL gives them. Tried again while the database restarts, so a statement must bear being run twice. */
  readonly rows: <Row>(text: string, values?: unknown[]) => Promise<Row[]>
  /** The same for several statements that belong together. */
  readonly transaction: <T>(work: (rows: Queries['rows']) => Promise<T>) => Promise<T>
}

/** A database that is away for longer than this makes the call fail as `unavailable`. */
const usualPatienceMs = 10_000

export function createQueries(pool: Pool, patienceMs = usualPatienceMs): Queries {
  const of = (client: Client): Queries['rows'] => {
    return async <Row>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as Row[]
  }
  return {
    rows: (text, values) => again(patienceMs, () => of(pool)(text, values)),
    transaction: work =>
      again(patienceMs, async () => {
        const client = await pool.connect()
        try {
          await client.query('begin')
          const value = await work(of(client))
          await client.query('commit')
          client.release()
          return value
        } catch (error) {
          await client.query('rollback').catch(() => undefined)
          client.release(isAway(error))
          throw error
        }
      }),
  }
}

/** Tries again after 50, 100, 200 … ms, each a little more or less, while the database is away. */
async function again<T>(patienceMs: number, operation: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + patienceMs
  for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
    try {
      return await operation()
    } catch (error) {
      if (!isAway(error)) throw error
      if (performance.now() > deadline)
        throw new BlobError({ kind: 'unavailable', why: `the database is away (${(error as Error).message})` }, { cause: error })
      await new Promise(resolve => setTimeout(resolve, pause * (0.5 + Math.random())))
    }
  }
}

/**
 * Classes 08 and 57P of PostgreSQL, serialisation failures and deadlocks, broken sockets, and what `pg` says in words
 * alone.
 */
function isAway(error: unknown): boolean {
  const { code = '', message } = error as NodeJS.ErrnoException
  return (
    /^(08\w|57P|40\w)\w\w$|^E(CONN|PIPE|TIMEDOUT|NOENT)/.test(code) ||
    /terminated|timeout exceeded when trying to connect|not queryable/i.test(message)
  )
}
