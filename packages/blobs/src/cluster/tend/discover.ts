import { resolve4, resolve6 } from 'node:dns/promises'
import type { Connect } from '../client/connect.ts'
import type { Nodes } from '../ledger/nodes.ts'

/**
 * How nodes are found. `registry`: nodes that were started with the database's address enter themselves, and any that was
 * ever seen is asked again.
 */
export type Membership =
  | { readonly kind: 'list'; readonly addresses: readonly string[] }
  | { readonly kind: 'dns'; readonly name: string; readonly port: number }
  | { readonly kind: 'registry' }

/** Asks every node that is named or known who it is, and writes down those that answer. */
export async function probeNodes(membership: Membership, nodes: Nodes, connect: Connect): Promise<void> {
  const known = (await nodes.list()).map(({ address }) => address)
  const addresses = new Set([...known, ...(await namedBy(membership))])
  await Promise.all(
    Array.from(addresses, async address => {
      const facts = await connect(address)
        .describe()
        .catch(() => undefined)
      if (facts !== undefined) await nodes.seen(address, facts)
    }),
  )
}

async function namedBy(membership: Membership): Promise<readonly string[]> {
  if (membership.kind === 'list') return membership.addresses
  if (membership.kind === 'registry') return []
  const { name, port } = membership
  const none = () => []
  const [four, six] = await Promise.all([resolve4(name).catch(none), resolve6(name).catch(none)])
  return [...four.map(address => `${address}:${port}`), ...six.map(address => `[${address}]:${port}`)]
}
