import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { contract, createClient, type ServerFrame } from '@storycanvas/api'
import WebSocket from 'ws'
import { changed, generationTopic, notify, projectTopic, publish, videoTopic } from '../platform/bus/publish.ts'
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
    await server.owner.client.removeMember({ params: { id: projectId, accountId: guest.id }, query: {} })
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

  test('who may not see a film any more hears nothing of it, not even what comes right behind', async () => {
    const guest = await server.account('guest')
    const { database } = server.context
    const narrowings = [
      (id: string) => server.owner.client.updateVideo({ params: { id }, body: { visibility: 'private' } }),
      (id: string) => server.owner.client.bulkEditVideos({ body: { ids: [id], visibility: 'private' } }),
      (id: string) => server.owner.client.deleteVideo({ params: { id } }),
      (id: string) => server.owner.client.bulkDeleteVideos({ body: { ids: [id] } }),
    ]
    for (const narrow of narrowings) {
      const video = { id: crypto.randomUUID(), ownerId: server.owner.id, projectId: null, renderId: null, jobId: null }
      const source = { sourceHash: '0'.repeat(64), sourceBytes: 1, captions: null, presentation: null }
      await database
        .insertInto('video')
        .values({ ...video, ...source, title: 'The reel', description: '', visibility: 'public' })
        .execute()
      const topic = videoTopic(video.id)
      const line = await openLine(guest.client)
      line.say({ type: 'subscribe', topic })
      await line.heard(frame => frame.type === 'subscribed')
      await server.owner.client.updateVideo({ params: { id: video.id }, body: { title: 'The last reel' } })
      await line.heard(frame => frame.type === 'event')
      const before = line.frames.length
      await narrow(video.id)
      await database.transaction().execute(tx => publish(tx, [topic], changed('video', 'secret', null)))
      await line.heard(frame => frame.type === 'refused')
      line.say({ type: 'ping' })
      await line.heard(frame => frame.type === 'pong')
      assert.deepEqual(
        line.frames.slice(before).map(({ type }) => type),
        ['refused', 'pong'],
      )
      line.socket.close()
    }
  })

  test('who was taken out of a project hears nothing that happens there in the same breath; who stays misses nothing', async () => {
    const { database } = server.context
    const { id: projectId } = await server.owner.client.createProject({ body: { name: 'Torn' } })
    const topic = projectTopic(projectId)
    const [leaver, stayer] = await Promise.all(
      ['leaver', 'stayer'].map(async name => {
        const account = await server.account(name)
        await addMember(server, projectId, account, 'editor')
        const line = await openLine(account.client)
        line.say({ type: 'subscribe', topic })
        await line.heard(frame => frame.type === 'subscribed')
        return { account, line }
      }),
    )
    assert.ok(leaver && stayer)
    await database.transaction().execute(async tx => {
      await tx.deleteFrom('projectMember').where('accountId', '=', leaver.account.id).execute()
      for (const { account } of [leaver, stayer]) await notify(tx, { kind: 'membership', accountId: account.id, projectId })
      for (let number = 0; number < 20; number += 1) await publish(tx, [topic], changed('panel', String(number), projectId))
    })
    const isLast = (frame: ServerFrame) => frame.type === 'event' && frame.event.kind === 'changed' && frame.event.id === '19'
    await stayer.line.heard(isLast)
    await leaver.line.heard(frame => frame.type === 'refused')
    const eventsOf = ({ line }: typeof leaver) => line.frames.filter(({ type }) => type === 'event').length
    assert.deepEqual([eventsOf(leaver), eventsOf(stayer)], [0, 20])
    for (const { line } of [leaver, stayer]) line.socket.close()
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
