import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * What happens between two machines. `silent`: connections stand and nothing comes through, as behind a dead firewall;
 * `deaf`: what is sent arrives, and no answer comes back; `slow`: bytes a second each way and connection.
 */
export type Weather =
  | { readonly kind: 'fair' | 'refused' | 'silent' | 'deaf' }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }

export type Proxy = AsyncDisposable & {
  readonly port: number
  set(weather: Weather): void
  /** The next answers break off after so many bytes, once. */
  cutAfter(bytes: number): void
}

const stepMs = 20

/** Stands between a client and a server on this machine, and lets tests make the network bad. */
export async function startProxy(target: () => number): Promise<Proxy> {
  let weather: Weather = { kind: 'fair' }
  let bytesUntilCut = Number.POSITIVE_INFINITY
  const waiting = new Set<() => void>()
  const sockets = new Set<Socket>()
  const change = () => {
    for (const go of waiting) go()
    waiting.clear()
  }

  /** Resolves when so many bytes may pass. */
  const passage = async (bytes: number, isAnswer: boolean): Promise<void> => {
    for (;;) {
      const now: Weather = weather
      if (now.kind === 'fair' || (now.kind === 'deaf' && !isAnswer)) return
      if (now.kind === 'slow') {
        await new Promise(resolve => setTimeout(resolve, Math.max(stepMs, (bytes / now.bytesPerSecond) * 1000)))
        return
      }
      await new Promise<void>(resolve => waiting.add(resolve))
    }
  }
  const carry = async (from: Socket, to: Socket, isAnswer: boolean) => {
    for await (const chunk of from) {
      const bytes = chunk as Buffer
      await passage(bytes.byteLength, isAnswer)
      if (isAnswer) bytesUntilCut -= bytes.byteLength
      if (bytesUntilCut < 0) {
        bytesUntilCut = Number.POSITIVE_INFINITY
        from.destroy()
        to.resetAndDestroy()
        return
      }
      if (!to.write(bytes)) await Promise.race([once(to, 'drain'), once(to, 'close')])
    }
    to.end()
  }

  const server = createServer({ allowHalfOpen: true }, client => {
    if (weather.kind === 'refused') return client.resetAndDestroy()
    const upstream = connect({ port: target(), host: '127.0.0.1', allowHalfOpen: true })
    for (const [socket, peer] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => peer.destroy())
      socket.on('close', () => sockets.delete(socket))
      carry(socket, peer, socket === upstream).catch(() => peer.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    set(next) {
      weather = next
      if (next.kind === 'refused') for (const socket of sockets) socket.resetAndDestroy()
      change()
    },
    cutAfter(bytes) {
      bytesUntilCut = bytes
    },
    async [Symbol.asyncDispose]() {
      weather = { kind: 'fair' }
      change()
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
