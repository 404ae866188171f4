import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect } from 'node:net'

/** Answers a request by itself, or returns false to leave it to the server. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => boolean

/** A door before a server on this machine which answers some requests itself and passes on everything else. */
export async function startFront(baseUrl: string, answer: Answer): Promise<AsyncDisposable & { baseUrl: string }> {
  const { hostname, port } = new URL(baseUrl)
  const door = createServer((asked, response) => {
    if (answer(asked, response)) return
    const { method, url, headers } = asked
    const passed = request({ hostname, port, method, path: url, headers }, reply => {
      response.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(response)
    })
    passed.on('error', () => response.destroy())
    response.on('close', () => passed.destroy())
    asked.pipe(passed)
  })
  door.on('upgrade', (asked, socket) => {
    const far = connect(Number(port), hostname, () => {
      const lines = [`${asked.method} ${asked.url} HTTP/1.1`]
      for (let at = 0; at < asked.rawHeaders.length; at += 2) lines.push(`${asked.rawHeaders[at]}: ${asked.rawHeaders[at + 1]}`)
      far.write(`${lines.join('\r\n')}\r\n\r\n`)
      far.pipe(socket).pipe(far)
    })
    far.on('error', () => socket.destroy())
    socket.on('error', () => far.destroy())
  })
  door.listen(0, '127.0.0.1')
  await once(door, 'listening')
  const address = door.address()
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.')
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      door.closeAllConnections()
      door.close()
      await once(door, 'close')
    },
  }
}
