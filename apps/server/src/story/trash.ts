import { type RawBuilder, sql } from 'kysely'

/** The two columns that put a row into the trash or take it out. */
export type Deletion = { deletedAt: RawBuilder<string> | null; deletionId: string | null }

/** `deletionId` is shared by everything that one deletion takes along. */
export const inTrash = (deletionId: string): Deletion => ({ deletedAt: sql<string>`now()`, deletionId })

export const notInTrash: Deletion = { deletedAt: null, deletionId: null }
