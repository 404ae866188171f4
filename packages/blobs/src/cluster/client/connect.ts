import { circuitBreaker, ConsecutiveBreaker, ExponentialBackoff, handleWhen } from 'cockatiel'
import type { Security } from '../wire/security.ts'
import { createNodeClient, type NodeClient } from './node-client.ts'
import { isNodeFailure } from './failure.ts'

/** How long nodes may take, in milliseconds. */
export type Patience = {
  /** For a chunk to be put, got or copied. */
  readonly transferMs: number
  /** For anything else. */
  readonly controlMs: number
}

export const usualPatience: Patience = { transferMs: 10_000, controlMs: 5000 }

/** Finds the client of a node by its address; there is one for each, with one connection and one circuit breaker. */
export type Connect = ((address: string) => NodeClient) & { close(): void }

const failuresInARow = 3

/** @param route where the node of an address is found from here */
export function createConnect(
  security: Security,
  patience: Patience = usualPatience,
  route: (address: string) => string = address => address,
): Connect {
  const clients = new Map<string, NodeClient>()
  const connect = (address: string): NodeClient => {
    const known = clients.get(address)
    if (known !== undefined) return known
    const breaker = circuitBreaker(handleWhen(isNodeFailure), {
      breaker: new ConsecutiveBreaker(failuresInARow),
      halfOpenAfter: new ExponentialBackoff({ initialDelay: patience.controlMs / 10, maxDelay: patience.controlMs * 2 }),
    })
    const client = createNodeClient(address, route(address), security, patience, breaker)
    clients.set(address, client)
    return client
  }
  return Object.assign(connect, {
    close() {
      for (const client of clients.values()) client.close()
      clients.clear()
    },
  })
}
