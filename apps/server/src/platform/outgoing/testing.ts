import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import type { Network } from './connect.ts'

/** A public address that leads to the test's own server. */
export const publicAddress = '93.184.216.34'

export type TestNetwork = AsyncDisposable & {
  readonly network: Network
  /** Addresses that were dialled and are not our public one, as `address port`. Nothing is sent there. */
  readonly strays: readonly string[]
  readonly port: number
  readonly server: Server
}

type Names = { readonly [host: string]: readonly string[] | (() => readonly string[]) }

/** An internet of names and one public server, all on loopback. */
export async function startTestNetwork(listener: RequestListener, names: Names = {}): Promise<TestNetwork> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const strays: string[] = []
  const sockets = new Set<Socket>()
  const network: Network = {
    resolve: async host => {
      const found = names[host]
      if (found === undefined) throw new Error(`${host} does not exist`)
      return typeof found === 'function' ? found() : found
    },
    ownAddresses: () => new Set(),
    dial: (address, dialled) => {
      const isOurs = address === publicAddress || (address === '127.0.0.1' && dialled === port)
      if (!isOurs) strays.push(`${address} ${dialled}`)
      const socket = connect({ host: '127.0.0.1', port: isOurs ? port : 1 })
      sockets.add(socket)
      return socket
    },
  }
  const dispose = async () => {
    for (const socket of sockets) socket.destroy()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { network, strays, port, server, [Symbol.asyncDispose]: dispose }
}
