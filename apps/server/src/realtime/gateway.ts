import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Context } from '../context.ts'
import { type Connection, createConnection } from './connection.ts'
import type { Tickets } from './tickets.ts'

export const realtimePath = '/api/v1/realtime'
const beatMs = 25_000
const linesPerAccount = 20
const largestFrame = 64 * 1024

/** The one WebSocket gateway: opens a line for a ticket, and passes on what the bus says. */
export function openGateway(
  server: Server,
  context: Pick<Context, 'database' | 'ear' | 'log' | 'metrics' | 'config'>,
  tickets: Tickets,
) {
  const { database, ear, log, metrics } = context
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestFrame, perMessageDeflate: false })
  const connections = new Set<Connection>()

  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // From here on the socket is ours alone: nobody else hears that it broke.
    stream.on('error', () => undefined)
    const url = URL.parse(request.url ?? '/', 'http://gateway')
    const isOurs = url?.pathname === realtimePath || url?.pathname === '/api/realtime'
    if (!url || !isOurs) return refuse(stream, '404 Not Found')
    if (!originAllowed(context.config, request)) return refuse(stream, '403 Forbidden')
    const actor = tickets.redeem(url.searchParams.get('ticket') ?? '')
    if (!actor) return refuse(stream, '401 Unauthorized')
    const lines = [...connections].filter(connection => connection.actor.id === actor.id).length
    if (lines >= linesPerAccount) return refuse(stream, '429 Too Many Requests')
    sockets.handleUpgrade(request, stream, head, socket => {
      const connection = createConnection({
        database,
        socket,
        actor,
        onSlow: () => metrics.realtimeDropped.inc(),
        onError: error => log.warn({ err: error }, 'a realtime line met an error'),
      })
      connections.add(connection)
      metrics.realtimeConnections.set(connections.size)
      socket.on('close', () => {
        connections.delete(connection)
        metrics.realtimeConnections.set(connections.size)
      })
    })
  }
  server.on('upgrade', onUpgrade)
  const deafen = ear.hear(notice => {
    for (const connection of connections) connection.hear(notice)
  })
  const heart = setInterval(() => {
    for (const connection of connections) connection.beat()
  }, beatMs)

  return {
    close() {
      clearInterval(heart)
      deafen()
      server.off('upgrade', onUpgrade)
      for (const connection of connections) connection.close()
      sockets.close()
    },
  }
}

function refuse(stream: Duplex, status: string) {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** A ticket is the true lock; where origins are named, pages of others are turned away besides. */
function originAllowed({ corsOrigins, publicUrl }: Context['config'], request: IncomingMessage) {
  const origin = request.headers.origin
  if (corsOrigins === '*' || origin === undefined) return true
  return corsOrigins.includes(origin) || origin === new URL(publicUrl).origin || origin === `http://${request.headers.host}`
}
