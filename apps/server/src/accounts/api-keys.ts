import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { notify } from '../platform/bus/publish.ts'
import type { Database, Reader } from '../platform/database/database.ts'
import { notFound, requireFewer } from '../platform/http/problem.ts'
import { hashToken, newApiKey } from './tokens.ts'

const shown = ['id', 'name', 'prefix', 'scope', 'createdAt', 'lastUsedAt', 'expiresAt'] as const

export const listApiKeys = (database: Reader, accountId: string) =>
  database
    .selectFrom('apiKey')
    .select(shown)
    .where('accountId', '=', accountId)
    .where('revokedAt', 'is', null)
    .orderBy('createdAt', 'desc')
    .execute()

const mostKeys = 100

/** The secret is in the answer and nowhere else. */
export async function createApiKey(
  database: Database,
  accountId: string,
  { name, scope, expiresAt }: { name: string; scope: 'read' | 'write'; expiresAt: string | null },
) {
  requireFewer('API keys', mostKeys, await listApiKeys(database, accountId))
  const key = newApiKey()
  const row = await database
    .insertInto('apiKey')
    .values({ id: uuid(), accountId, name, prefix: key.slice(0, 7), hash: hashToken(key), scope, expiresAt })
    .returning(shown)
    .executeTakeFirstOrThrow()
  return { ...row, key }
}

export async function deleteApiKey(database: Database, accountId: string, id: string): Promise<void> {
  await database.transaction().execute(async tx => {
    const { numUpdatedRows } = await tx
      .updateTable('apiKey')
      .set({ revokedAt: sql<string>`now()` })
      .where('id', '=', id)
      .where('accountId', '=', accountId)
      .where('revokedAt', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw notFound()
    await notify(tx, { kind: 'key-withdrawn', keyId: id.toLowerCase() })
  })
}
