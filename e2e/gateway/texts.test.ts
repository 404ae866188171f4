import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import WebSocket from 'ws'
import { addMember, createTestServer, type TestAccount, type TestServer } from '../../apps/server/src/testing.ts'
import { createLine, type Socket } from '../../apps/web/src/api/realtime/line.ts'
import { fromBase64 } from '../../apps/web/src/live/base64.ts'
import { createSharedText } from '../../apps/web/src/live/sharedText.ts'
import { createWire } from '../../apps/web/src/live/wire.ts'

const runs = Number(process.env['FUZZ_RUNS'] ?? 6)
const firstSeed = Number(process.env['FUZZ_SEED'] ?? 1)
/** So many films are written side by side. */
const abreast = 6
const people = 5

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
function dice(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

type Network = { lossRate: number; longestMs: number }

/** A socket whose frames get lost, come late, and overtake each other, both ways. */
function badSocket(socket: WebSocket, network: Network, roll: () => number): Socket {
  const pass = (work: () => void) => {
    if (roll() < network.lossRate) return
    setTimeout(work, roll() * network.longestMs)
  }
  const line: Socket = {
    get readyState() {
      return socket.readyState
    },
    send: text => pass(() => socket.readyState === WebSocket.OPEN && socket.send(text)),
    close: () => socket.close(),
    onopen: null,
    onmessage: null,
    onclose: null,
  }
  socket.on('open', () => line.onopen?.())
  socket.on('message', (data: Buffer) => pass(() => line.onmessage?.({ data: data.toString('utf8') })))
  socket.on('error', () => undefined)
  socket.on('close', () => line.onclose?.())
  return line
}

/** The waits of the browser's code, made short. */
const later = (work: () => void, ms: number) => {
  const timer = setTimeout(work, Math.min(ms / 2, 400))
  return () => clearTimeout(timer)
}

/** One person with the text open, as the web app has it, on a network of their own. */
function openWriter(server: TestServer, account: TestAccount, projectId: string, field: string, roll: () => number) {
  const network: Network = { lossRate: 0, longestMs: 0 }
  let socket: WebSocket | null = null
  let isOffline = false
  let stored: Uint8Array | null = null
  const line = createLine({
    async open() {
      if (isOffline) throw new Error('There is no network.')
      const { ticket } = await account.client.createRealtimeTicket()
      socket = new WebSocket(`${server.address.replace('http', 'ws')}/api/v1/realtime?ticket=${ticket}`)
      return badSocket(socket, network, roll)
    },
    later,
    onEvent: event => {
      if (event.kind === 'text' && event.field === field) text.heard(fromBase64(event.update))
    },
    onReset: () => void text.refresh(),
    onHeard: () => undefined,
    onState: state => {
      if (state === 'open') void text.refresh()
      if (state === 'lost') wire.dropped()
    },
    onAnswer: answer => wire.answered(answer),
  })
  const wire = createWire({ say: line.say, sendLong: () => Promise.reject(new Error('Nothing here is long.')), later })
  const text = createSharedText({
    field,
    ask: wire.ask,
    unsent: { read: async () => stored, write: state => void (stored = state), clear: () => void (stored = null) },
    later,
  })
  const stop = line.listen(`project:${projectId}`)
  return {
    network,
    text,
    words: () => text.doc.getText('text'),
    cut: () => socket?.terminate(),
    offline(value: boolean) {
      isOffline = value
      if (value) socket?.terminate()
    },
    close() {
      stop()
      text.close()
    },
  }
}
type Writer = ReturnType<typeof openWriter>

/** A letter that stands for itself alone; every seventh is two UTF-16 units long. */
const letter = (number: number) => String.fromCodePoint((number % 7 === 0 ? 0x20000 : 0x4e00) + number)

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

async function until(what: string, holds: () => boolean) {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 3000) throw new Error(`It never came to pass that ${what}.`)
    await pause(10)
  }
}

describe('texts that several people write', () => {
  let server: TestServer
  let accounts: TestAccount[]
  const open: Writer[] = []
  before(async () => {
    server = await createTestServer()
    accounts = [server.owner]
    for (let at = 1; at < people; at += 1) accounts.push(await server.account(`writer-${at}`))
  })
  after(async () => {
    for (const writer of open) writer.close()
    await server?.[Symbol.asyncDispose]()
  })

  async function openFilm(names: readonly TestAccount[]) {
    const { client } = server.owner
    const { id: projectId } = await client.createProject({ body: { name: 'Together' } })
    const { id: chapterId } = await client.createChapter({ params: { id: projectId }, body: { title: 'One' } })
    const scene = await client.createScene({ body: { chapterId, heading: 'INT. ROOM - DAY', text: 'It begins.' } })
    for (const account of names) if (account !== server.owner) await addMember(server, projectId, account, 'editor')
    return { projectId, sceneId: scene.id, field: `scene.${scene.id}.text` }
  }
  const savedText = async (sceneId: string) => (await server.owner.client.getScene({ params: { id: sceneId } })).text

  /** 2 to 5 people type, delete, lose their network and come back; then all networks are whole again. */
  async function writeTogether(seed: number) {
    const roll = dice(seed)
    const chosen = accounts.slice(0, 2 + Math.floor(roll() * 4))
    const { projectId, sceneId, field } = await openFilm(chosen)
    const writers = chosen.map(account => openWriter(server, account, projectId, field, roll))
    open.push(...writers)
    await until('all have the text', () => writers.every(({ text }) => text.isReady()))
    for (const { network } of writers) Object.assign(network, { lossRate: roll() * 0.3, longestMs: roll() * 80 })
    const typed = new Set<string>()
    const deleted = new Set<string>()
    const steps = 30 + Math.floor(roll() * 30)
    for (let step = 1; step <= steps; step += 1) {
      const writer = writers[Math.floor(roll() * writers.length)] as Writer
      act(writer, step, roll, typed, deleted)
      await pause(roll() * 25)
    }
    for (const writer of writers) {
      Object.assign(writer.network, { lossRate: 0, longestMs: 0 })
      writer.offline(false)
      writer.cut()
    }
    const same = () => new Set(writers.map(writer => writer.words().toJSON())).size === 1
    await until('all have sent what they typed and see the same', () => same() && writers.every(({ text }) => text.isKept()))
    const end = writers[0]?.words().toJSON() ?? ''
    assert.equal(await savedText(sceneId), end, `seed ${seed}: the column says what the document says`)
    const left = Array.from(end).filter(one => typed.has(one))
    const wanted = [...typed].filter(one => !deleted.has(one))
    assert.deepEqual(left.toSorted(), wanted.toSorted(), `seed ${seed}: each letter that nobody deleted is there once`)
    for (const writer of writers) writer.close()
  }

  function act(writer: Writer, step: number, roll: () => number, typed: Set<string>, deleted: Set<string>) {
    const words = writer.words()
    const letters = Array.from(words.toJSON())
    const at = Math.floor(roll() * (letters.length + 1))
    const place = letters.slice(0, at).join('').length
    const kind = roll()
    if (kind < 0.65) {
      const fresh = [letter(step * 3), letter(step * 3 + 1)].slice(0, 1 + Math.floor(roll() * 2))
      for (const one of fresh) typed.add(one)
      words.insert(place, fresh.join(''))
    } else if (kind < 0.8) {
      const gone = letters.slice(at, at + 1 + Math.floor(roll() * 3))
      for (const one of gone) deleted.add(one)
      words.delete(place, gone.join('').length)
    } else if (kind < 0.88) writer.offline(true)
    else if (kind < 0.94) writer.offline(false)
    else writer.cut()
  }

  test(`${runs} random interleavings converge, and no letter is lost`, async t => {
    const seeds = Array.from({ length: runs }, (_, at) => firstSeed + at)
    const failed: string[] = []
    await Promise.all(
      Array.from({ length: abreast }, async () => {
        for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
          const one = seed
          await writeTogether(one).catch((error: unknown) => failed.push(`seed ${one}: ${String(error)}`))
        }
      }),
    )
    t.diagnostic(`${runs} interleavings from seed ${firstSeed}`)
    assert.deepEqual(failed, [])
  })

  test('an edit by the API enters the text as a change: what somebody typed without a network meanwhile stays', async () => {
    const { projectId, sceneId, field } = await openFilm([])
    const writer = openWriter(server, server.owner, projectId, field, dice(1))
    open.push(writer)
    await until('the text is there', () => writer.words().toJSON() === 'It begins.')
    writer.offline(true)
    writer.words().insert(10, ' She waits.')
    await server.owner.client.updateScene({ params: { id: sceneId }, body: { text: 'So it begins.' } })
    writer.offline(false)
    await until('it is kept', () => writer.text.isKept() && writer.words().toJSON() === 'So it begins. She waits.')
    assert.equal(await savedText(sceneId), 'So it begins. She waits.')
    writer.close()
  })
})
