import { createReadStream, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'

/**
 * A Node server and nothing else, in a process of its own: the file that the path names, streamed in pieces of a mebibyte, or
 * with `memory` as its argument from memory once it was read.
 */
const fromMemory = process.argv[2] === 'memory'
const kept = new Map<string, Buffer>()
const server = createServer((request, response) => {
  const path = request.url ?? ''
  if (fromMemory) {
    const bytes = kept.get(path) ?? readFileSync(path)
    kept.set(path, bytes)
    response.writeHead(200, { 'content-type': 'video/iso.segment', 'content-length': bytes.length })
    response.end(bytes)
    return
  }
  response.writeHead(200, { 'content-type': 'video/iso.segment', 'content-length': statSync(path).size })
  pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), response, () => undefined)
})
server.listen(0, '127.0.0.1', () => process.send?.({ address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }))
process.once('disconnect', () => process.exit())
