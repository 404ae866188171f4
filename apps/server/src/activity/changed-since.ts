import { sql } from 'kysely'
import type { Tx } from '../platform/database/database.ts'
import { RequestError } from '../platform/http/problem.ts'
import type { RecordedKind } from './recorded.ts'

/** What a change stands on: the version of the thing that its maker saw, and the fields that it sets. */
export type Basis = { kind: RecordedKind; id: string; version: number | undefined; fields: object }

/** Columns of a field by another name than its own. */
const columns: Record<string, string[]> = {
  after: ['position'],
  sceneId: ['scene_id', 'position'],
  chapterId: ['chapter_id', 'position'],
}
const columnsOf = (field: string) => columns[field] ?? [field.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)]

/**
 * Refuses a change of fields that somebody else has changed since the version that it stands on; changes of different fields
 * go together. Without a version the later change counts.
 * @throws RequestError `conflict` naming the fields and who changed them
 */
export async function requireUnchangedSince(tx: Tx, { kind, id, version, fields }: Basis): Promise<void> {
  if (version === undefined) return
  const named = new Map(
    Object.entries(fields).flatMap(([field, value]) =>
      value === undefined ? [] : columnsOf(field).map(column => [column, field]),
    ),
  )
  const { rows } = await sql<{ column: string; name: string | null }>`
    select distinct on (changed.key) changed.key as column, account.name
    from activity_change c
    join activity a on a.id = c.activity_id
    left join account on account.id = a.account_id
    cross join lateral jsonb_object_keys(c.after) changed(key)
    where c.object_id = ${id} and c.kind = ${kind} and c.version > ${version} and changed.key = any(${[...named.keys()]})
      and a.account_id::text is distinct from split_part(current_setting('storycanvas.acting', true), ' ', 1)
    order by changed.key, a.ordinal desc`.execute(tx)
  const [first] = rows
  if (!first) return
  const errors = rows.map(({ column, name }) => ({
    field: named.get(column) ?? column,
    message: `has been changed${name ? ` by ${name}` : ''} meanwhile`,
  }))
  throw new RequestError('conflict', 'Somebody has changed the same meanwhile.', { errors })
}
