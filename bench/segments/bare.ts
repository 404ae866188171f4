import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'

/** A Node server that streams one file to whoever asks, in a process of its own. */
const [path = ''] = process.argv.slice(2)
const { size } = statSync(path)
const server = createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'video/iso.segment', 'content-length': size })
  pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), response, () => undefined)
})
server.listen(0, '127.0.0.1', () => process.send?.({ address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }))
process.once('disconnect', () => process.exit())
