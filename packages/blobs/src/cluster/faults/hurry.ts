import type { Patience } from '../client/connect.ts'

/** A twentieth of what nodes may usually take, so that a fault of a second outlasts every deadline. */
export const hurriedPatience: Patience = { transferMs: 500, controlMs: 250 }

/** The same for the stores: how long puts and reads go on trying, and when a silent node is replaced. */
export const hurriedWaits = { waitMs: 600, awayMs: 900 }
