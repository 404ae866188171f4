import type { Duplex } from 'node:stream'
import { WebSocket, type ClientOptions } from 'ws'
import type { Headers, Transport } from '../../server/transport.ts'

export type LineOptions = {
  readonly transport: Transport
  /** `ws:` or `wss:`. */
  readonly url: string
  readonly headers: Headers
  readonly onText: (text: string) => void
  readonly onBinary: (frame: Buffer) => void
  readonly onOpen: () => void
  readonly onClose: () => void
}

export type Line = {
  /** Something was done that the server tells everyone of: silence after it means that the line is dead. */
  readonly expectNews: () => void
  readonly close: () => Promise<void>
}

/** Previews are some 100 kB. A larger frame ends the line. */
const maxFrame = 8 * 1024 * 1024
const pingEvery = 15_000
/** The server tells of every change of its queue at once. */
const newsWithin = 2_000
const firstPause = 500
const longestPause = 30_000
const connectWithin = 10_000

/**
 * A WebSocket that is opened again whenever it closes, with growing pauses. The old one is gone before the next is opened:
 * ComfyUI forgets the new socket of a client when the old one closes after it (ComfyUI#16010), and then answers pings but
 * tells nothing more. That is what `expectNews` notices.
 */
export function openLine(options: LineOptions): Line {
  let socket: WebSocket | undefined
  let failures = 0
  let again: NodeJS.Timeout | undefined
  let news: NodeJS.Timeout | undefined
  const ending = new AbortController()

  const run = async () => {
    try {
      const duplex = await options.transport.connectWebSocket(options.url, {
        signal: AbortSignal.any([ending.signal, AbortSignal.timeout(connectWithin)]),
      })
      socket = openSocket(duplex, options, () => {
        failures = 0
        clearTimeout(news)
      })
      await closed(socket)
    } catch {
      // Counted below: a line that cannot be opened is tried again.
    }
    socket = undefined
    clearTimeout(news)
    if (ending.signal.aborted) return
    const pause = Math.min(longestPause, firstPause * 2 ** failures++)
    again = setTimeout(() => void run(), pause * (0.75 + Math.random() / 2)).unref()
  }
  void run()

  return {
    expectNews: () => {
      const waiting = socket
      if (waiting?.readyState !== WebSocket.OPEN) return
      clearTimeout(news)
      news = setTimeout(() => waiting.terminate(), newsWithin).unref()
    },
    close: async () => {
      ending.abort()
      clearTimeout(again)
      clearTimeout(news)
      const last = socket
      if (last === undefined) return
      const end = closed(last)
      last.terminate()
      await end
    },
  }
}

function openSocket(duplex: Duplex, options: LineOptions, heard: () => void): WebSocket {
  const settings: ClientOptions = {
    // Its type asks for a TCP socket; any stream does.
    createConnection: (() => duplex) as unknown as NonNullable<ClientOptions['createConnection']>,
    headers: options.headers,
    maxPayload: maxFrame,
    perMessageDeflate: false,
    handshakeTimeout: connectWithin,
    followRedirects: false,
  }
  const socket = new WebSocket(options.url, settings)
  let isAlive = true
  const beat = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    socket.ping()
  }, pingEvery).unref()
  let isOpen = false
  socket.on('open', () => {
    isOpen = true
    socket.send(JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } }))
    options.onOpen()
  })
  socket.on('pong', () => (isAlive = true))
  socket.on('message', (data, isBinary) => {
    isAlive = true
    heard()
    const frame = Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)])
    if (isBinary) options.onBinary(frame)
    else options.onText(frame.toString('utf8'))
  })
  socket.on('close', () => {
    clearInterval(beat)
    duplex.destroy()
    if (isOpen) options.onClose()
  })
  // A close always follows.
  socket.on('error', () => undefined)
  return socket
}

async function closed(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return
  await new Promise<void>(resolve => socket.once('close', () => resolve()))
}
