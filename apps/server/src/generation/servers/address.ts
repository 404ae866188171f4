import { invalidField } from '../../platform/http/problem.ts'
import { OutgoingError } from '../../platform/outgoing/error.ts'
import { isLocalAddress } from '../../platform/outgoing/public-address.ts'
import { hostPort, parseLocalServers, parseTarget } from '../../platform/outgoing/target.ts'

/** Refuses early, and in words, what the outgoing client would never call. */
export function requireAddress(url: string, allowed: readonly string[]): void {
  try {
    const target = parseTarget(url, 'http')
    const isNear = target.host === 'localhost' || isLocalAddress(target.host)
    if (isNear && !parseLocalServers(allowed).has(hostPort(target)))
      throw invalidField('url', `lies in our own network; add ${hostPort(target)} to OUTGOING_ALLOW first`)
  } catch (error) {
    if (error instanceof OutgoingError)
      throw invalidField('url', 'is no address that can be called: give http(s)://host:port without a user name')
    throw error
  }
}
