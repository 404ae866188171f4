import type { Tx } from '../../platform/database/database.ts'

/**
 * Makes a take the one that the panel shows; null shows none. The caller has checked that the take belongs to the panel,
 * and tells the listeners.
 */
export async function chooseTake(tx: Tx, panelId: string, takeId: string | null): Promise<void> {
  await tx.updateTable('panel').set({ chosenTakeId: takeId }).where('id', '=', panelId).execute()
}
