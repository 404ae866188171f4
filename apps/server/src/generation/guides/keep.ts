import { sql } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import { storedIn } from './stored.ts'

/** Keeps the files that a take was made from for as long as it is kept, whatever becomes of what they were uploaded for. */
export async function keepGuides(tx: Tx, { takeId, generationId }: { takeId: string; generationId: string }): Promise<void> {
  const generation = await tx.selectFrom('generation').select('parameters').where('id', '=', generationId).executeTakeFirst()
  const hashes = storedIn(generation?.parameters ?? {}).map(({ hash }) => hash)
  if (hashes.length === 0) return
  await sql`
    insert into blob_use (hash, size, media_type, kind, owner_id)
    select distinct on (hash) hash, size, media_type, 'take', ${takeId}::uuid from blob_use where hash = any(${hashes}::text[])
    on conflict do nothing`.execute(tx)
}
