import type { ColumnType, Generated } from 'kysely'

/** Set once, when the row is made. */
export type Fixed<T> = ColumnType<T, T, never>

/** Written as a JSON text, read as what it holds. */
export type Json<T> = ColumnType<T, string, string>

/**
 * The pattern that every table of things people own shares: a UUIDv7 of ours, times kept by the database, soft delete.
 * `deletionId` groups what one deletion took along, so that a restore brings back exactly that.
 */
export type Owned = {
  id: Fixed<string>
  createdAt: Generated<string>
  updatedAt: Generated<string>
  deletedAt: ColumnType<string | null, never, string | null>
  deletionId: ColumnType<string | null, never, string | null>
}

/** The same columns in SQL; `touch_updated_at` keeps `updated_at` true. */
export const ownedColumns = `
  id uuid primary key,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  deletion_id uuid`

export const touchTrigger = (table: string) =>
  `create trigger touch before update on ${table} for each row execute function touch_updated_at();`

/** Foreign words as PostgreSQL takes them: text without NUL, and JSON without halves of characters. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\u0000', '')
