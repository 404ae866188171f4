import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { isIP, connect as connectTcp, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { connect as connectTls } from 'node:tls'
import { OutgoingError } from './error.ts'
import { isLocalAddress, isPublicAddress } from './public-address.ts'
import { hostPort, type LocalServers, type Target } from './target.ts'

/** The network as the guard sees it; tests put their own in its place. */
export type Network = {
  /** All addresses of a name, in the order to try them. */
  readonly resolve: (host: string) => Promise<readonly string[]>
  /** Addresses of this machine: its public ones lead behind the firewall too. */
  readonly ownAddresses: () => ReadonlySet<string>
  /** Begins to connect to an address that has been judged. */
  readonly dial: (address: string, port: number) => Socket
}

export const realNetwork: Network = {
  resolve: async host => (await lookup(host, { all: true, order: 'verbatim' })).map(({ address }) => address),
  ownAddresses: () => new Set(Object.values(networkInterfaces()).flatMap(list => (list ?? []).map(({ address }) => address))),
  dial: (host, port) => connectTcp({ host, port }),
}

/**
 * Opens a socket to a target. The name is resolved once, every address it has is judged, and the socket goes to one of
 * exactly these addresses: a name that changes its mind (DNS rebinding) has no second chance.
 *
 * @param localServers `host:port` of servers in our own network that this call may reach
 * @throws OutgoingError `refused-address`, `unresolvable`, `unreachable`; or the signal's reason
 */
export async function openSocket(
  network: Network,
  target: Target,
  localServers: LocalServers,
  signal: AbortSignal,
): Promise<Socket> {
  const addresses = await race(findAddresses(network, target, localServers), signal)
  let failure: unknown
  for (const address of addresses) {
    try {
      const socket = await opened(network.dial(address, target.port), 'connect', signal)
      return target.isEncrypted ? await encrypt(socket, target, signal) : socket
    } catch (error) {
      signal.throwIfAborted()
      failure = error
    }
  }
  throw new OutgoingError({ kind: 'unreachable', host: target.host }, { cause: failure })
}

async function findAddresses(network: Network, target: Target, localServers: LocalServers): Promise<readonly string[]> {
  const { host } = target
  const addresses = isIP(host) === 0 ? await resolve(network, host) : [host]
  if (localServers.has(hostPort(target))) {
    const named = addresses.filter(address => isLocalAddress(address) || isPublicAddress(address))
    if (named.length > 0) return named
  } else {
    const own = network.ownAddresses()
    if (addresses.every(address => isPublicAddress(address) && !own.has(address))) return addresses
  }
  throw new OutgoingError({ kind: 'refused-address', host })
}

async function resolve(network: Network, host: string) {
  try {
    const addresses = await network.resolve(host)
    if (addresses.length > 0) return addresses
  } catch (cause) {
    throw new OutgoingError({ kind: 'unresolvable', host }, { cause })
  }
  throw new OutgoingError({ kind: 'unresolvable', host })
}

async function encrypt(socket: Socket, { host }: Target, signal: AbortSignal): Promise<Socket> {
  const name = isIP(host) === 0 ? { servername: host.replace(/\.$/, '') } : { host }
  return opened(connectTls({ socket, ...name, ALPNProtocols: ['http/1.1'] }), 'secureConnect', signal)
}

async function opened(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<Socket> {
  try {
    await once(socket, event, { signal })
    return socket
  } catch (error) {
    socket.on('error', () => undefined)
    socket.destroy()
    throw error
  }
}

/** A look-up cannot be called off, but nobody has to wait for it. */
async function race<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.throwIfAborted()
  signal.addEventListener('abort', abort)
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
