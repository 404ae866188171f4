import { invalidField } from '../http/problem.ts'

/** What a cursor holds: the sort key and the id of the last row of the page before. */
export type Cursor = { key: string; id: string }

export function readCursor(cursor: string | undefined): Cursor | null {
  if (cursor === undefined) return null
  const [key, id, ...rest] = Buffer.from(cursor, 'base64url').toString('utf8').split('\u0001')
  const wellFormed =
    key !== undefined &&
    id !== undefined &&
    rest.length === 0 &&
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) &&
    !key.includes('\u0000')
  if (!wellFormed) throw invalidField('cursor', 'is not one that this server gave out; leave it away to start over')
  return { key, id }
}

const writeCursor = ({ key, id }: Cursor) => Buffer.from(`${key}\u0001${id}`).toString('base64url')

/** Cuts a list that was read with `limit + 1` rows into a page. */
export function pageOf<Row extends { id: string }>(rows: Row[], limit: number, keyOf: (row: Row) => string) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last ? writeCursor({ key: keyOf(last), id: last.id }) : null }
}
