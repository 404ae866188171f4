import { randomBytes } from 'node:crypto'
import type { AccountActor } from '../platform/policy/actor.ts'

const lifeMs = 30_000

/** One-use passes for the WebSocket: a browser cannot send a header there, and a token must not stand in an address. */
export function createTickets(now: () => number = Date.now) {
  const issued = new Map<string, { actor: AccountActor; until: number }>()
  return {
    issue(actor: AccountActor): { ticket: string; expiresAt: string } {
      for (const [ticket, { until }] of issued) if (until < now()) issued.delete(ticket)
      const ticket = randomBytes(24).toString('base64url')
      const until = now() + lifeMs
      issued.set(ticket, { actor, until })
      return { ticket, expiresAt: new Date(until).toISOString() }
    },
    redeem(ticket: string): AccountActor | null {
      const found = issued.get(ticket)
      issued.delete(ticket)
      return found && found.until >= now() ? found.actor : null
    },
  }
}
export type Tickets = ReturnType<typeof createTickets>
