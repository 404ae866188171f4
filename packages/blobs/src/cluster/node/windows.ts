import type { Server } from '@grpc/grpc-js'
import type { Http2Server, ServerHttp2Session } from 'node:http2'

/** Bytes that may be on their way to us on one call, and on all calls of one connection. */
const callWindow = 2 * 1024 * 1024
const connectionWindow = 8 * 1024 * 1024

/**
 * HTTP/2 lets 64 KiB be on their way at once, so that a chunk of 4 MiB waits 64 times for us to say that we took something.
 * grpc-js has a setting for it in clients alone (`grpc-node.flow_control_window`); a server is told by what it hands to node:http2.
 */
export function widenWindows(server: Server): void {
  const options = Reflect.get(server, 'commonServerOptions') as { settings?: { initialWindowSize?: number } } | undefined
  const servers = Reflect.get(server, 'http2Servers') as Map<Http2Server, unknown> | undefined
  if (options === undefined || servers === undefined) return
  options.settings = { ...options.settings, initialWindowSize: callWindow }
  const set = servers.set.bind(servers)
  servers.set = (one, facts) => {
    one.on('session', (session: ServerHttp2Session) => session.setLocalWindowSize(connectionWindow))
    return set(one, facts)
  }
}
