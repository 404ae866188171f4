import { sql } from 'kysely'
import type { Tx } from '../platform/database/database.ts'

/** Puts the take of a generation into the trash. What shows it reads on without it. */
export async function forgetTake(tx: Tx, generationId: string): Promise<void> {
  await tx.updateTable('take').set({ deletedAt: sql<string>`now()` }).where('generationId', '=', generationId).execute()
}

export async function recallTake(tx: Tx, generationId: string): Promise<void> {
  await tx.updateTable('take').set({ deletedAt: null }).where('generationId', '=', generationId).execute()
}
