import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { type House, openHouse } from './server.ts'
import { allJobsEnded, assertWhole } from './state.ts'
import { enter, newBoard } from './studio.ts'

describe('a server told to stop while it works', () => {
  let house: House
  before(async () => {
    house = await openHouse()
  })
  after(() => house[Symbol.asyncDispose]())

  test('puts its jobs back without charge, closes its lines and ends within 25 s; a second word changes nothing', async t => {
    const first = await house.start({ WORKER_SLOTS: '1' })
    const { client, key } = await enter(house)
    const { projectId } = await newBoard(client, ['A reel turns', 'A lamp', 'Mara', 'The stalls', 'A door', 'Dust'])
    await client.generateBatch({ body: { projectId } })
    await allJobsEnded(house, 60_000)
    await client.createRender({ params: { id: projectId }, body: { height: 1080 } })
    await client.generateBatch({ body: { projectId } })

    const { ticket } = await client.createRealtimeTicket()
    const socket = new WebSocket(`${house.origin.replace('http', 'ws')}/api/v1/realtime?ticket=${ticket}`)
    await once(socket, 'open')
    const closed = once(socket, 'close')
    const upload = await stalledUpload(house.port, key)

    const told = performance.now()
    first.process.kill('SIGTERM')
    await closed
    first.process.kill('SIGTERM')
    const code = await first.ended
    const seconds = (performance.now() - told) / 1000
    upload.destroy()
    assert.equal(code, 0, first.said())
    assert.ok(seconds < 25, `it took ${seconds.toFixed(1)} s`)
    t.diagnostic(`it ended ${seconds.toFixed(1)} s after SIGTERM`)

    const second = await house.start()
    const jobs = await allJobsEnded(house, 90_000)
    assert.deepEqual(
      jobs.filter(({ state, attempt }) => state !== 'succeeded' || attempt !== 1),
      [],
      'jobs that failed, or that a stop was charged to',
    )
    await assertWhole(house, new Map())
    second.process.kill('SIGTERM')
    assert.equal(await second.ended, 0)
  })
})

/** An upload that has begun and never goes on. */
async function stalledUpload(port: number, key: string) {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const head = [
    'POST /api/v1/videos/upload HTTP/1.1',
    'Host: 127.0.0.1',
    `Authorization: Bearer ${key}`,
    'Content-Type: multipart/form-data; boundary=edge',
    'Content-Length: 100000000',
    '',
    '--edge',
    'Content-Disposition: form-data; name="file"; filename="film.mp4"',
    'Content-Type: video/mp4',
    '',
    'the beginning',
  ]
  socket.write(head.join('\r\n'))
  return socket
}
