import { randomBytes } from 'node:crypto'
import type { AccountActor } from '../platform/policy/actor.ts'

const lifeMs = 30_000
/** As many as an account may have lines; one more takes the oldest back. */
const mostOfOne = 20

/** One-use passes for the WebSocket: a browser cannot send a header there, and a token must not stand in an address. */
export function createTickets(now: () => number = Date.now) {
  const issued = new Map<string, { actor: AccountActor; until: number }>()
  const byAccount = new Map<string, readonly string[]>()

  const takeBack = (ticket: string) => {
    const found = issued.get(ticket)
    if (!found) return null
    issued.delete(ticket)
    const left = byAccount.get(found.actor.id)?.filter(other => other !== ticket) ?? []
    if (left.length > 0) byAccount.set(found.actor.id, left)
    else byAccount.delete(found.actor.id)
    return found
  }
  /** They stand in the order in which they run out. */
  const forgetOld = () => {
    for (const [ticket, { until }] of issued) {
      if (until >= now()) return
      takeBack(ticket)
    }
  }

  return {
    issue(actor: AccountActor): { ticket: string; expiresAt: string } {
      forgetOld()
      const [oldest = '', ...others] = byAccount.get(actor.id) ?? []
      if (others.length + 1 >= mostOfOne) takeBack(oldest)
      const ticket = randomBytes(24).toString('base64url')
      const until = now() + lifeMs
      issued.set(ticket, { actor, until })
      byAccount.set(actor.id, [...(byAccount.get(actor.id) ?? []), ticket])
      return { ticket, expiresAt: new Date(until).toISOString() }
    },
    redeem(ticket: string): AccountActor | null {
      const found = takeBack(ticket)
      return found && found.until >= now() ? found.actor : null
    },
  }
}
export type Tickets = ReturnType<typeof createTickets>
