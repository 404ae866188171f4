import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { contract, createClient, type ServerFrame } from '@storycanvas/api'
import WebSocket from 'ws'
import { changed, generationTopic, notify, projectTopic } from '../platform/bus/publish.ts'
import { addMember, createTestServer, type TestAccount, type TestServer } from '../testing.ts'

describe('the door of the realtime gateway', () => {
  let server: TestServer
  before(async () => {
    server = await createTestServer()
  })
  after(() => server[Symbol.asyncDispose]())

  const raw = async (address: string) => {
    const { hostname, port } = new URL(server.address)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    const key = Buffer.alloc(16).toString('base64')
    const head = `GET ${address} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`
    return { socket, head }
  }

  const openLine = async (client: Pick<TestAccount['client'], 'createRealtimeTicket'>) => {
    const { ticket } = await client.createRealtimeTicket()
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}/api/v1/realtime?ticket=${ticket}`)
    const frames: ServerFrame[] = []
    socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString('utf8')) as ServerFrame))
    await once(socket, 'open')
    const heard = async (what: (frame: ServerFrame) => boolean) => {
      while (!frames.some(what)) await pause(10)
    }
    return { socket, frames, heard, say: (frame: object) => socket.send(JSON.stringify(frame)) }
  }

  test('addresses that are none are refused, and the server goes on', async () => {
    for (const address of ['//', '///', 'http://[', 'http://a:99999/', '*']) {
      const { socket, head } = await raw(address)
      socket.write(head)
      const [answer] = (await once(socket, 'data')) as [Buffer]
      assert.match(answer.toString('latin1'), /^HTTP\/1\.1 40[04] /, address)
      socket.destroy()
    }
    const line = await openLine(server.owner.client)
    line.socket.close()
  })

  test('who breaks the connection off in the middle of a refusal harms nobody', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { socket, head } = await raw('/elsewhere')
      socket.on('error', () => undefined)
      socket.write(head)
      socket.resetAndDestroy()
    }
    const line = await openLine(server.owner.client)
    line.socket.close()
  })

  test('who was taken out of a project hears nothing more of what is made in it', async () => {
    const { id: projectId } = await server.owner.client.createProject({ body: { name: 'Once shared' } })
    const guest = await server.account('guest')
    await addMember(server, projectId, guest, 'viewer')
    const line = await openLine(guest.client)
    const topics = [projectTopic(projectId), generationTopic(projectId)]
    for (const topic of topics) {
      line.say({ type: 'subscribe', topic })
      await line.heard(frame => frame.type === 'subscribed' && frame.topic === topic)
    }
    await server.owner.client.removeMember({ params: { id: projectId, accountId: guest.id } })
    for (const topic of topics) await line.heard(frame => frame.type === 'refused' && frame.topic === topic)
    line.say({ type: 'subscribe', topic: `user:${guest.id}` })
    await line.heard(frame => frame.type === 'subscribed' && frame.topic === `user:${guest.id}`)
    const { database } = server.context
    await notify(database, { kind: 'passing', topic: generationTopic(projectId), event: changed('x', 'secret', projectId) })
    await notify(database, { kind: 'passing', topic: `user:${guest.id}`, event: changed('x', 'mine', null) })
    await line.heard(frame => frame.type === 'ephemeral')
    assert.deepEqual(
      line.frames.flatMap(frame => (frame.type === 'ephemeral' ? [frame.topic] : [])),
      [`user:${guest.id}`],
    )
    line.socket.close()
  })

  test('a line that was opened with an API key ends with the key', async () => {
    const { id, key } = await server.owner.client.createApiKey({ body: { name: 'for a script' } })
    const script = createClient(contract, { baseUrl: server.address, accessToken: () => key })
    const line = await openLine(script)
    const closed = once(line.socket, 'close')
    await server.owner.client.deleteApiKey({ params: { id } })
    const [code] = (await closed) as [number]
    assert.equal(code, 4401)
  })

  test('a ticket of a session that was signed out meanwhile opens nothing that stays', async () => {
    const { client } = await server.account('hasty')
    const { ticket } = await client.createRealtimeTicket()
    await client.logOut()
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}/api/v1/realtime?ticket=${ticket}`)
    const [code] = (await once(socket, 'close')) as [number]
    assert.equal(code, 4401)
  })
})
