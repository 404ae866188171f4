import { AsyncLocalStorage } from 'node:async_hooks'
import { CompiledQuery, type DatabaseConnection, PostgresDialect, PostgresDriver, type TransactionSettings } from 'kysely'
import type pg from 'pg'
import { sayWhoActs } from './acting.ts'

/** Gives the statement that belongs to every transaction of a piece of work; throwing after it rolls the transaction back. */
type BeforeCommit = { statement: CompiledQuery; check(changedRows: bigint): void }

const ofThisWork = new AsyncLocalStorage<BeforeCommit>()

/** Runs `work`; each transaction that it commits carries the statement out as its last one. */
export const withEveryCommit = <T>(before: BeforeCommit, work: () => Promise<T>): Promise<T> => ofThisWork.run(before, work)

/** PostgreSQL whose transactions heed {@link withEveryCommit}. */
export class CommittingDialect extends PostgresDialect {
  readonly #pool: pg.Pool
  constructor(pool: pg.Pool) {
    super({ pool })
    this.#pool = pool
  }
  override createDriver() {
    return new CommittingDriver({ pool: this.#pool })
  }
}

class CommittingDriver extends PostgresDriver {
  /** Who acts is said along with the beginning, so that it costs no way to the database and back. */
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const said = sayWhoActs()
    if (!said || settings.isolationLevel || settings.accessMode) return super.beginTransaction(connection, settings)
    await connection.executeQuery(CompiledQuery.raw(`begin; ${said}`))
  }
  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const before = ofThisWork.getStore()
    if (before) {
      const { numAffectedRows } = await connection.executeQuery(before.statement)
      before.check(numAffectedRows ?? 0n)
    }
    await super.commitTransaction(connection)
  }
}
