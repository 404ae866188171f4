import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { previewJpeg } from './picture.ts'

type Client = { readonly sid: string; readonly socket: WebSocket; hasPreviewIds: boolean }

/** The WebSocket of a server, with its habit of forgetting a client whose older socket closes late. */
export type Sockets = {
  readonly accept: (request: IncomingMessage, socket: Duplex, head: Buffer, greet: () => Greeting) => void
  readonly tellAll: (type: string, data: unknown) => void
  /** To the socket that is registered for a client id; nobody when there is none. */
  readonly tell: (clientId: string | null, type: string, data: unknown) => void
  readonly preview: (clientId: string | null, about: { readonly [key: string]: unknown }) => void
  readonly sendRaw: (clientId: string | null, frame: string | Buffer) => void
  /** 1006, as in a crash. */
  readonly dropAll: () => void
  /** Keeps the sockets open and tells them nothing more; pings are still answered. */
  readonly silence: (clientId: string | null) => void
  readonly count: () => number
  readonly close: () => void
}

type Greeting = {
  readonly remaining: number
  readonly running: { readonly id: string; readonly nodeId: string | null; readonly clientId: string | null } | undefined
}

export function createSockets(features: { readonly [name: string]: unknown }): Sockets {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const registered = new Map<string, Client>()

  const send = (client: Client | undefined, frame: string | Buffer) => client?.socket.send(frame)
  const message = (type: string, data: unknown) => JSON.stringify({ type, data })

  const greet = (socket: WebSocket, request: IncomingMessage, { remaining, running }: Greeting) => {
    const sid = new URL(request.url ?? '/', 'http://localhost').searchParams.get('clientId') ?? randomUUID().replaceAll('-', '')
    const client: Client = { sid, socket, hasPreviewIds: false }
    registered.set(sid, client)
    send(client, message('status', { status: { exec_info: { queue_remaining: remaining } }, sid }))
    if (running?.clientId === sid && running.nodeId !== null) send(client, message('executing', { node: running.nodeId }))
    socket.on('message', data => {
      const { type, data: flags } = readFlags(data)
      if (type !== 'feature_flags') return
      client.hasPreviewIds = flags?.supports_preview_metadata === true
      send(client, message('feature_flags', features))
    })
    // Whoever is registered under the id goes, also when that is a newer socket.
    socket.on('close', () => registered.delete(sid))
    socket.on('error', () => undefined)
  }

  return {
    accept: (request, socket, head, greeting) => {
      server.handleUpgrade(request, socket, head, opened => greet(opened, request, greeting()))
    },
    tellAll: (type, data) => registered.forEach(client => send(client, message(type, data))),
    tell: (clientId, type, data) => send(clientId === null ? undefined : registered.get(clientId), message(type, data)),
    preview: (clientId, about) => {
      const client = clientId === null ? undefined : registered.get(clientId)
      send(client, client?.hasPreviewIds === true ? describedPreview(about) : plainPreview())
    },
    sendRaw: (clientId, frame) => send(clientId === null ? undefined : registered.get(clientId), frame),
    dropAll: () => server.clients.forEach(socket => socket.terminate()),
    silence: clientId => (clientId === null ? registered.clear() : registered.delete(clientId)),
    count: () => server.clients.size,
    close: () => {
      server.clients.forEach(socket => socket.terminate())
      server.close()
    },
  }
}

function readFlags(data: RawData): { type?: string; data?: { supports_preview_metadata?: boolean } } {
  try {
    return JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : '{}') as { type?: string }
  } catch {
    return {}
  }
}

function plainPreview(): Buffer {
  return Buffer.concat([words(1, 1), previewJpeg])
}

function describedPreview(about: { readonly [key: string]: unknown }): Buffer {
  const json = Buffer.from(JSON.stringify({ ...about, image_type: 'image/jpeg' }))
  return Buffer.concat([words(4, json.byteLength), json, previewJpeg])
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4)
  return bytes
}
