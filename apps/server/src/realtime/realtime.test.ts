import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { ServerFrame } from '@storycanvas/api'
import WebSocket from 'ws'
import { accountTopic, changed, notify, publish } from '../platform/bus/publish.ts'
import type { AccountActor } from '../platform/policy/actor.ts'
import { addMember, createTestServer, type TestAccount, type TestServer } from '../testing.ts'
import { eventsAfter, sequenceOf } from './events.ts'
import { createTickets } from './tickets.ts'

/** A line to the gateway that keeps what it hears. */
async function openLine(server: TestServer, account: TestAccount) {
  const { ticket } = await account.client.createRealtimeTicket()
  const socket = new WebSocket(`${server.address.replace('http', 'ws')}/api/v1/realtime?ticket=${ticket}`)
  const frames: ServerFrame[] = []
  const waiting: (() => void)[] = []
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString('utf8')) as ServerFrame)
    for (const wake of waiting.splice(0)) wake()
  })
  await once(socket, 'open')
  return {
    socket,
    frames,
    say: (frame: object) => socket.send(JSON.stringify(frame)),
    async hear<T extends ServerFrame['type']>(type: T, from = 0): Promise<Extract<ServerFrame, { type: T }>> {
      for (;;) {
        const found = frames.slice(from).find(frame => frame.type === type)
        if (found) return found as Extract<ServerFrame, { type: T }>
        await new Promise<void>(resolve => waiting.push(resolve))
      }
    },
    async events(count: number) {
      for (;;) {
        const events = frames.filter(frame => frame.type === 'event')
        if (events.length >= count) return events
        await new Promise<void>(resolve => waiting.push(resolve))
      }
    },
  }
}

describe('the realtime gateway', () => {
  let server: TestServer
  before(async () => {
    server = await createTestServer()
  })
  after(() => server[Symbol.asyncDispose]())

  const happen = (topic: string, id: string) =>
    server.context.database.transaction().execute(tx => publish(tx, [topic], changed('panel', id, null)))

  test('events arrive in order and without holes, also when they are published all at once', async () => {
    const topic = accountTopic(server.owner.id)
    const line = await openLine(server, server.owner)
    line.say({ type: 'subscribe', topic })
    const { sequence } = await line.hear('subscribed')
    await Promise.all(Array.from({ length: 50 }, (_, index) => happen(topic, String(index))))
    const events = await line.events(50)
    assert.deepEqual(
      events.map(event => event.type === 'event' && event.sequence),
      Array.from({ length: 50 }, (_, index) => sequence + index + 1),
    )
    line.socket.close()
  })

  test('a line that was away gets what it missed', async () => {
    const topic = accountTopic(server.owner.id)
    const first = await openLine(server, server.owner)
    first.say({ type: 'subscribe', topic })
    const { sequence } = await first.hear('subscribed')
    first.socket.close()
    for (const id of ['a', 'b', 'c']) await happen(topic, id)
    const second = await openLine(server, server.owner)
    second.say({ type: 'subscribe', topic, after: sequence })
    const events = await second.events(3)
    assert.deepEqual(
      events.map(event => event.type === 'event' && event.event.kind === 'changed' && event.event.id),
      ['a', 'b', 'c'],
    )
    second.socket.close()
  })

  test('a line that was away too long is told to start over', async () => {
    const topic = accountTopic(server.owner.id)
    await happen(topic, 'x')
    await happen(topic, 'y')
    await server.context.database.deleteFrom('event').where('topic', '=', topic).execute()
    await happen(topic, 'z')
    const line = await openLine(server, server.owner)
    line.say({ type: 'subscribe', topic, after: 0 })
    const { sequence } = await line.hear('reset')
    assert.equal(sequence, (await line.hear('subscribed')).sequence)
    line.socket.close()
  })

  test('what was missed is read by weight, so that large events do not come all at once', async () => {
    const topic = accountTopic(server.owner.id)
    const from = await sequenceOf(server.context.database, topic)
    for (let count = 0; count < 5; count += 1) await happen(topic, 'x'.repeat(400_000))
    await happen(topic, 'x'.repeat(3_000_000))
    const lengths = []
    for (let after = from; ; ) {
      const events = await eventsAfter(server.context.database, topic, after)
      if (!events || events.length === 0) break
      lengths.push(events.length)
      after += events.length
    }
    assert.deepEqual(lengths, [3, 3])
    const line = await openLine(server, server.owner)
    line.say({ type: 'subscribe', topic, after: from })
    assert.equal((await line.events(6)).length, 6)
    line.socket.close()
  })

  test('who comes and goes without end does not set the others talking', async () => {
    const { id: projectId } = await server.owner.client.createProject({ body: { name: 'A crowd' } })
    const guest = await server.account('restless')
    await addMember(server, projectId, guest, 'viewer')
    const [topic, here] = [`project:${projectId}`, { type: 'here', projectId, place: { page: 'board' } }]
    const there = await openLine(server, server.owner)
    there.say({ type: 'subscribe', topic })
    await there.hear('subscribed')
    there.say(here)
    const observer = await openLine(server, server.owner)
    observer.say({ type: 'subscribe', topic })
    await observer.hear('subscribed')
    const began = performance.now()
    const restless = await openLine(server, guest)
    for (let count = 0; count < 6; count += 1) {
      const from = restless.frames.length
      restless.say({ type: 'subscribe', topic })
      await restless.hear('subscribed', from)
      restless.say(here)
      restless.say({ type: 'unsubscribe', topic })
    }
    const toldBy = ({ id }: TestAccount) =>
      observer.frames.filter(frame => frame.type === 'ephemeral' && frame.event.kind === 'here' && frame.event.accountId === id)
        .length
    while (toldBy(guest) < 12) await pause(10)
    const [answers, most] = [toldBy(server.owner), 3 + (performance.now() - began) / 1000]
    assert.ok(answers > 0 && answers <= most, `${answers} answers`)
    for (const { socket } of [there, restless, observer]) socket.close()
  })

  test('passing events reach subscribers only', async () => {
    const stranger = await server.account('stranger')
    const line = await openLine(server, stranger)
    line.say({ type: 'subscribe', topic: accountTopic(stranger.id) })
    await line.hear('subscribed')
    await notify(server.context.database, {
      kind: 'passing',
      topic: accountTopic(server.owner.id),
      event: changed('x', 'for the owner', null),
    })
    await notify(server.context.database, {
      kind: 'passing',
      topic: accountTopic(stranger.id),
      event: changed('x', 'for me', null),
    })
    const { event } = await line.hear('ephemeral')
    assert.equal(event.kind === 'changed' && event.id, 'for me')
    line.socket.close()
  })

  test('topics of others are refused in the same words as those that do not exist', async () => {
    const { id: projectId } = await server.owner.client.createProject({ body: { name: 'Private' } })
    const stranger = await server.account('stranger')
    const line = await openLine(server, stranger)
    for (const topic of [
      `project:${projectId}`,
      'project:01936f5e-7c3a-7b52-9f0e-3f2b7a5c1d20',
      accountTopic(server.owner.id),
      'nonsense',
    ]) {
      line.say({ type: 'subscribe', topic })
      assert.deepEqual(await line.hear('refused', line.frames.length), { type: 'refused', topic })
    }
    await addMember(server, projectId, stranger, 'viewer')
    line.say({ type: 'subscribe', topic: `project:${projectId}` })
    await line.hear('subscribed')
    line.socket.close()
  })

  test('a ticket opens one line', async () => {
    const { ticket } = await server.owner.client.createRealtimeTicket()
    const address = `${server.address.replace('http', 'ws')}/api/v1/realtime?ticket=${ticket}`
    const first = new WebSocket(address)
    await once(first, 'open')
    const second = new WebSocket(address)
    const [error] = (await once(second, 'error')) as [Error]
    assert.match(error.message, /401/)
    first.close()
  })

  test('tickets that nobody uses do not pile up', () => {
    let time = 0
    const tickets = createTickets(() => time)
    const account = (id: string): AccountActor => ({ kind: 'account', id, role: 'member', via: { kind: 'session', id } })
    const other = tickets.issue(account('other')).ticket
    const issued = Array.from({ length: 25 }, () => tickets.issue(account('greedy')).ticket)
    const redeemed = issued.map(ticket => tickets.redeem(ticket)?.id ?? null)
    assert.deepEqual(redeemed, [...Array.from({ length: 5 }, () => null), ...Array.from({ length: 20 }, () => 'greedy')])
    assert.equal(tickets.redeem(other)?.id, 'other')
    const late = tickets.issue(account('greedy')).ticket
    time = 31_000
    assert.equal(tickets.redeem(late), null)
  })

  test('garbage, binary frames and floods close the line', async () => {
    const send = async (data: string | Buffer, times = 1) => {
      const line = await openLine(server, server.owner)
      for (let index = 0; index < times; index += 1) line.socket.send(data)
      const [code] = (await once(line.socket, 'close')) as [number]
      return code
    }
    assert.equal(await send('not json'), 4400)
    assert.equal(await send('{"type":"subscribe","topic":7}'), 4400)
    assert.equal(await send(Buffer.from([1, 2, 3])), 4400)
    assert.equal(await send('{"type":"ping"}', 60), 4029)
    assert.equal(await send('x'.repeat(100_000)), 1009)
  })

  test('a reader that does not read is dropped and loses nothing', async () => {
    const topic = accountTopic(server.owner.id)
    const line = await openLine(server, server.owner)
    line.say({ type: 'subscribe', topic })
    const { sequence } = await line.hear('subscribed')
    line.socket.pause()
    const closed = once(line.socket, 'close')
    const big = 'x'.repeat(60_000)
    for (let index = 0; index < 200; index += 1) await happen(topic, big)
    const dropped = async () => (await server.context.metrics.realtimeDropped.get()).values[0]?.value ?? 0
    while ((await dropped()) === 0) await pause(100)
    line.socket.resume()
    const [code] = (await closed) as [number]
    assert.equal(code, 4008)
    const again = await openLine(server, server.owner)
    again.say({ type: 'subscribe', topic, after: sequence })
    await again.events(200)
    again.socket.close()
  })

  test('signing out closes the lines of that session', async () => {
    const account = await server.account('leaving')
    const line = await openLine(server, account)
    const closed = once(line.socket, 'close')
    await account.client.logOut()
    const [code] = (await closed) as [number]
    assert.equal(code, 4401)
  })
})
