import { type RawBuilder, sql } from 'kysely'

/**
 * Bytes that the takes of an account's own projects hold, whoever asked for them, each file once; trash included. An expression
 * for statements of other rooms.
 */
export const bytesOfTakes = (accountId: RawBuilder<string>): RawBuilder<number> => sql`coalesce((
  select sum(size) from (
    select distinct u.hash, u.size from project_member m
    join take t on t.project_id = m.project_id
    join blob_use u on u.kind = 'take' and u.owner_id = t.id and u.hash in (t.blob_hash, t.thumbnail_hash)
    where m.account_id = ${accountId} and m.role = 'owner'
  ) file), 0)`
