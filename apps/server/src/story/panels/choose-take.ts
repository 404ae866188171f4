import type { Tx } from '../../platform/database/database.ts'

/**
 * Makes a take the one that the panel shows; null shows none. Only branches of takes do this: what a panel shows is the
 * choice of the branch it is on.
 */
export async function showTake(tx: Tx, panelId: string, takeId: string | null): Promise<void> {
  await tx.updateTable('panel').set({ chosenTakeId: takeId }).where('id', '=', panelId).execute()
}
