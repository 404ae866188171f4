import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type House, openHouse, type Run } from './server.ts'
import { allJobsEnded, assertWhole } from './state.ts'
import { enter, newBoard } from './studio.ts'

const backWithinMs = 5000

describe('a server whose PostgreSQL goes away under load', () => {
  let house: House
  let run: Run
  let studio: Awaited<ReturnType<typeof enter>>
  let projectId: string
  before(async () => {
    house = await openHouse()
    run = await house.start()
    studio = await enter(house)
    projectId = (await newBoard(studio.client, ['A reel turns', 'A lamp', 'Mara', 'The stalls', 'A door', 'Dust'])).projectId
  })
  after(() => house[Symbol.asyncDispose]())

  const authorization = () => ({ authorization: `Bearer ${studio.key}` })

  /** Makes projects one after another until told to stop; says what was acknowledged and every other answer. */
  function load(name: string) {
    const acknowledged: string[] = []
    const refused: { status: number; retryAfter: string | null; code: string }[] = []
    let lastGood = performance.now()
    let stopping = false
    const work = async (worker: number) => {
      for (let n = 0; !stopping; n++) {
        const one = `${name} ${worker} ${n}`
        const response = await fetch(`${house.origin}/api/v1/projects`, {
          method: 'POST',
          headers: { ...authorization(), 'content-type': 'application/json', 'idempotency-key': one.replaceAll(' ', '-') },
          body: JSON.stringify({ name: one }),
        })
        const { code } = (await response.json()) as { code: string }
        if (response.status === 201) {
          acknowledged.push(one)
          lastGood = performance.now()
        } else refused.push({ status: response.status, retryAfter: response.headers.get('retry-after'), code })
        await new Promise(resolve => setTimeout(resolve, 10))
      }
    }
    const workers = Promise.all([0, 1, 2].map(work))
    return {
      acknowledged,
      refused,
      goodAfter: async (since: number) => {
        while (lastGood < since) await new Promise(resolve => setTimeout(resolve, 10))
        return lastGood
      },
      async stop() {
        stopping = true
        await workers
      },
    }
  }

  async function databaseAnswers() {
    for (;;) {
      const rows = await house.query('select 1').catch(() => [])
      if (rows.length === 1) return performance.now()
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }

  async function listen() {
    const { ticket } = await studio.client.createRealtimeTicket()
    const socket = new WebSocket(`${house.origin.replace('http', 'ws')}/api/v1/realtime?ticket=${ticket}`)
    const topic = `project:${projectId}`
    const heard: string[] = []
    socket.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(String(data)) as { type: string; event?: { kind: string; what?: string } }
      heard.push(frame.event?.kind === 'changed' ? `changed ${frame.event.what}` : frame.type)
    })
    const until = async (what: string, from = 0) => {
      while (!heard.includes(what, from)) await new Promise(resolve => setTimeout(resolve, 10))
    }
    await new Promise(resolve => socket.addEventListener('open', resolve, { once: true }))
    socket.send(JSON.stringify({ type: 'subscribe', topic }))
    await until('subscribed')
    return { until, length: () => heard.length, close: () => socket.close() }
  }

  for (const [how, signal] of [
    ['killed', 'SIGKILL'],
    ['shut down at once', 'SIGQUIT'],
  ] as const)
    test(`says 503 meanwhile and goes on by itself: ${how}`, { timeout: 60_000 }, async t => {
      const line = await listen()
      const requests = load(how)
      await studio.client.generateBatch({ body: { projectId } })
      await requests.goodAfter(performance.now())

      const gone = performance.now()
      process.kill(await house.postmaster(), signal)
      const up = await databaseAnswers()
      const back = await requests.goodAfter(Math.max(up, gone + 100))
      assert.ok(back - up < backWithinMs, `requests worked again only ${Math.round(back - up)} ms after the database`)
      await requests.stop()

      assert.equal(run.process.exitCode, null, 'the server lives')
      for (const { status, retryAfter, code } of requests.refused)
        assert.deepEqual([status, code, Number(retryAfter) > 0], [503, 'unavailable', true])
      const rows = await house.query<{ name: string }>('select name from project where name like $1', [`${how} %`])
      const names = rows.map(({ name }) => name)
      assert.equal(new Set(names).size, names.length, 'nothing happened twice')
      assert.deepEqual(
        requests.acknowledged.filter(name => !names.includes(name)),
        [],
        'acknowledged writes that are not there',
      )

      const jobs = await allJobsEnded(house, 40_000)
      assert.deepEqual(
        jobs.filter(({ state }) => state !== 'succeeded'),
        [],
      )
      await assertWhole(house, new Map())
      const before = line.length()
      await studio.client.updateProject({ params: { id: projectId }, body: { description: how } })
      await line.until('changed project', before)
      line.close()
      t.diagnostic(
        `the database was away for ${Math.round(up - gone)} ms, requests came back ${Math.round(back - up)} ms later; ` +
          `${requests.acknowledged.length} acknowledged, ${requests.refused.length} refused`,
      )
    })
})
