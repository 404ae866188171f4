import { equal, match } from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { endSlowBodies } from './slow-body.ts'

describe('bodies that never end', () => {
  let app: FastifyInstance
  before(async () => {
    app = Fastify()
    app.post('/', { onRequest: endSlowBodies(0.2) }, async () => 'done')
    await app.listen({ port: 0, host: '127.0.0.1' })
  })
  after(() => app.close())

  const send = async (...pieces: string[]) => {
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
    let said = ''
    socket.on('data', chunk => (said += String(chunk))).on('error', () => undefined)
    for (const piece of pieces) socket.write(piece)
    await once(socket, 'close')
    return said
  }
  const head = 'POST / HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\nconnection: close\r\n'

  it('lose their connection', async () => {
    equal((await send(`${head}content-length: 100\r\n\r\n`, '{"a":')).startsWith('HTTP/1.1 200'), false)
  })

  it('are told from those that come whole', async () => {
    match(await send(`${head}content-length: 7\r\n\r\n`, '{"a":', '1}'), /^HTTP\/1.1 200/)
  })
})
