import { createHash, randomUUID } from 'node:crypto'
import type { Generated } from 'kysely'
import { sql } from 'kysely'
import type { Fixed } from '../database/columns.ts'
import { withEveryCommit } from '../database/before-commit.ts'
import type { Database, Tx } from '../database/database.ts'
import type { Migration } from '../database/migrate.ts'
import type { Vault } from '../secrets/vault.ts'
import { RequestError } from './problem.ts'

export type IdempotencyTables = {
  idempotencyKey: {
    accountId: Fixed<string>
    operation: Fixed<string>
    key: Fixed<string>
    requestHash: Fixed<string>
    status: number | null
    /** Sealed by the vault: some answers hold a secret that is shown once and kept nowhere else. */
    reply: string | null
    /** Names the attempt that works on it: what an attempt that was given up still wants to commit is refused. */
    claim: string
    /** True once a transaction of the request was committed; the same transaction sets it. */
    changed: Generated<boolean>
    createdAt: Generated<string>
  }
}

export const idempotencyMigrations: readonly Migration[] = [
  {
    name: '0004-idempotency',
    up: `
      create table idempotency_key (
        account_id uuid not null,
        operation text not null,
        key text not null,
        request_hash text not null,
        status integer,
        reply text,
        created_at timestamptz not null default now(),
        primary key (account_id, operation, key)
      );
      create index idempotency_key_age on idempotency_key (created_at);`,
    down: 'drop table idempotency_key;',
  },
  {
    name: '0004-idempotency-claims',
    up: `
      alter table idempotency_key
        add column claim uuid not null default gen_random_uuid(),
        add column changed boolean not null default false;
      create index idempotency_key_claim on idempotency_key (claim);`,
    down: 'alter table idempotency_key drop column claim, drop column changed;',
  },
  {
    // Answers from before they were sealed count as lost.
    name: '0143-sealed-replies',
    up: 'update idempotency_key set reply = null, changed = true where reply is not null;',
    down: 'update idempotency_key set reply = null where reply is not null;',
  },
]

export type Answer = { status: number; text: string }
type Identity = { accountId: string; operation: string; key: string }
type Parts = { database: Database; vault: Pick<Vault, 'seal' | 'open'> }

const placeOf = ({ accountId, operation, key }: Identity) => ({
  ...{ table: 'idempotency_key', row: `${operation} ${key}`, column: 'reply', owner: accountId },
})

/** A request whose process died is given up after this many seconds. */
const abandonedAfter = 60

/**
 * Carries a request out once per key: a repeat gets the first answer, a different request under the same key is refused,
 * a repeat while the first still runs is told to wait. Answers of 500 and above are not kept. Each transaction of the
 * work marks the key, so a process that dies between its commit and its answer does not let a repeat do it again.
 */
export async function onceOnly(
  { database, vault }: Parts,
  identity: Identity,
  request: unknown,
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (!/^[\x21-\x7e]{1,200}$/.test(identity.key))
    throw new RequestError('invalid-request', 'The Idempotency-Key is not valid.', {
      errors: [{ field: 'Idempotency-Key', message: 'must be 1 to 200 visible ASCII characters' }],
    })
  const requestHash = createHash('sha256').update(JSON.stringify(request)).digest('hex')
  const claim = randomUUID()
  if (!(await claimKey(database, identity, requestHash, claim))) return earlierAnswer({ database, vault }, identity, requestHash)
  const statement = sql`update idempotency_key set changed = true where ${matches(identity)} and claim = ${claim}`.compile(
    database,
  )
  const check = (changedRows: bigint) => {
    if (changedRows !== 1n) throw new RequestError('in-progress', 'Another attempt has taken this request over.')
  }
  try {
    const answer = await withEveryCommit({ statement, check }, work)
    await finish(database, claim, { ...answer, text: vault.seal(answer.text, placeOf(identity)) })
    return answer
  } catch (error) {
    await forgetUnchanged(database, claim)
    throw error
  }
}

async function claimKey(database: Database, identity: Identity, requestHash: string, claim: string) {
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('idempotencyKey')
    .values({ ...identity, requestHash, claim, status: null, reply: null })
    .onConflict(conflict =>
      conflict
        .columns(['accountId', 'operation', 'key'])
        .doUpdateSet({ createdAt: sql<string>`now()`, claim })
        .where('idempotencyKey.status', 'is', null)
        .where('idempotencyKey.changed', '=', false)
        .where('idempotencyKey.requestHash', '=', requestHash)
        .where('idempotencyKey.createdAt', '<', givenUp),
    )
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

async function earlierAnswer({ database, vault }: Parts, identity: Identity, requestHash: string): Promise<Answer> {
  const row = await database
    .selectFrom('idempotencyKey')
    .selectAll()
    .select(eb => eb('createdAt', '<', givenUp).as('isGivenUp'))
    .where(matches(identity))
    .executeTakeFirst()
  if (row && row.requestHash !== requestHash)
    throw new RequestError('idempotency-mismatch', 'The same key came with another request before.')
  if (row?.status != null && row.reply !== null)
    return { status: row.status, text: await vault.open(row.reply, placeOf(identity)) }
  if (row?.changed && row.isGivenUp)
    throw new RequestError('conflict', 'This request was carried out before, but its answer was lost.')
  throw new RequestError('in-progress', 'The first request with this key has not ended.', { retryAfterSeconds: 2 })
}

const givenUp = sql<string>`now() - make_interval(secs => ${abandonedAfter})`

const finish = (database: Database, claim: string, { status, text }: Answer) =>
  database.updateTable('idempotencyKey').set({ status, reply: text }).where('claim', '=', claim).execute()

const forgetUnchanged = (database: Database, claim: string) =>
  database.deleteFrom('idempotencyKey').where('claim', '=', claim).where('changed', '=', false).execute()

const matches = ({ accountId, operation, key }: Identity) =>
  sql<boolean>`account_id = ${accountId} and operation = ${operation} and key = ${key}`

/** Keys are kept for two days. */
export const forgetOldKeys = (database: Database) =>
  database.deleteFrom('idempotencyKey').where('createdAt', '<', sql<string>`now() - interval '2 days'`).execute()

export async function forgetKeysOf(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('idempotencyKey').where('accountId', '=', accountId).execute()
}
