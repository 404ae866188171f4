import type { Server } from '@grpc/grpc-js'
import type { Http2Server, IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2'
import type { TakeStream } from './byte-calls.ts'

/** Bytes that may be on their way to us on one call, and on all calls of one connection. */
const callWindow = 2 * 1024 * 1024
const connectionWindow = 8 * 1024 * 1024

/**
 * Takes the streams of some calls out of the hands of grpc-js, and lets more be on its way to us. HTTP/2 lets 64 KiB, so that a
 * chunk of 4 MiB waits 64 times for us to say that we took something; grpc-js has a setting for it in clients alone
 * (`grpc-node.flow_control_window`). It has no door for either: a server is told by what it hands to node:http2, before it listens.
 *
 * @param own by path
 */
export function takeOwnStreams(server: Server, own: ReadonlyMap<string, TakeStream>): void {
  const options = Reflect.get(server, 'commonServerOptions') as { settings?: { initialWindowSize?: number } } | undefined
  const servers = Reflect.get(server, 'http2Servers') as Map<Http2Server, unknown> | undefined
  if (options === undefined || servers === undefined) throw new Error('this grpc-js is made otherwise than the one that is known')
  options.settings = { ...options.settings, initialWindowSize: callWindow }
  const set = servers.set.bind(servers)
  servers.set = (one, facts) => {
    one.on('session', (session: ServerHttp2Session) => session.setLocalWindowSize(connectionWindow))
    const others = one.listeners('stream') as TakeStream[]
    one.removeAllListeners('stream')
    one.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
      const take = own.get(String(headers[':path']))
      if (take !== undefined) take(stream, headers)
      else for (const other of others) other(stream, headers)
    })
    return set(one, facts)
  }
}
