import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { ProblemError } from '@storycanvas/api'
import { type House, openHouse, type Run } from './server.ts'
import { allJobsEnded, assertWhole } from './state.ts'
import { enter, giveUpUnanswered, insist, newBoard, type StudioClient } from './studio.ts'

/** How often the server is killed in the middle of each kind of work. */
const runs = Number(process.env['CRASH_RUNS'] ?? 2)
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000)
const random = mulberry32(seed)

const descriptions = [
  'A reel turns',
  'A hand on the lamp',
  'Mara looks up',
  'The empty stalls',
  'A door opens',
  'Dust in the beam',
]
const jobsEndWithinMs = 120_000

describe(`a server killed ${runs} times in the middle of each kind of work (seed ${seed})`, () => {
  let house: House
  let run: Run
  let client: StudioClient
  let board: Awaited<ReturnType<typeof newBoard>>
  const hashed = new Map<string, string>()
  const figures = { kills: 0, jobs: 0, interrupted: 0, requests: 0, lostAnswers: 0 }

  before(async () => {
    house = await openHouse()
    run = await house.start()
    client = (await enter(house)).client
    board = await newBoard(client, descriptions)
  })
  after(async () => {
    await house[Symbol.asyncDispose]()
    console.log(`crash figures: ${JSON.stringify({ seed, ...figures })}`)
  })

  /** Starts the work with a key, kills the server within `windowMs`, starts it again and waits until all is at rest. */
  async function killDuring(windowMs: number, work: (idempotencyKey: string) => Promise<{ id: string }>) {
    const name = `kill-${figures.kills}`
    const asked = insist(() => work(name))
    const small = [0, 1, 2].map(n => `${name}-project-${n}`)
    const moment = pause(random() * windowMs)
    await pause(random() * windowMs * 0.5)
    const projects = small.map(one => insist(() => create(one)))
    await moment
    run.process.kill('SIGKILL')
    await run.ended
    run = await house.start()
    await giveUpUnanswered(house)
    const answer = await asked
    await Promise.all(projects)

    const jobs = await allJobsEnded(house, jobsEndWithinMs)
    assert.deepEqual(
      jobs.filter(({ state }) => state !== 'succeeded'),
      [],
      'jobs that did not end well',
    )
    figures.kills += 1
    figures.jobs = jobs.length
    figures.interrupted = jobs.filter(({ attempt }) => attempt > 1).length
    figures.requests += small.length + 1
    await assertHappenedOnce(small)
    if (answer instanceof ProblemError) {
      assert.equal(answer.problem.code, 'conflict', 'a lost answer is the only thing that may come of a kill')
      figures.lostAnswers += 1
    }
    await assertWhole(house, hashed)
    return answer instanceof ProblemError ? null : answer.id
  }

  const create = (name: string) => client.createProject({ body: { name } }, { idempotencyKey: name })

  async function assertHappenedOnce(small: string[]) {
    for (const name of small) {
      await insist(() => create(name))
      const rows = await house.query('select id from project where name = $1', [name])
      assert.equal(rows.length, 1, `${name} was asked for once and exists ${rows.length} times`)
    }
  }

  const countOf = async (table: string) =>
    (await house.query<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n ?? 0

  async function timed(work: () => Promise<unknown>): Promise<number> {
    const began = performance.now()
    await work()
    await allJobsEnded(house, jobsEndWithinMs)
    return performance.now() - began
  }

  test('draws every panel once', async () => {
    const drawAll = (idempotencyKey: string) => client.generateBatch({ body: { projectId: board.projectId } }, { idempotencyKey })
    const usually = await timed(() => drawAll('undisturbed'))
    for (let n = 0; n < runs; n++) {
      const takes = await countOf('take')
      await killDuring(usually, drawAll)
      assert.equal(await countOf('take'), takes + descriptions.length)
    }
  })

  test('renders every film that was asked for once', async () => {
    // Another length each time, or the film would come from the cache.
    const lengthen = (n: number) =>
      client.updatePanel({ params: { id: board.panelIds[0] as string }, body: { durationMs: 500 + 100 * n } })
    const render = (idempotencyKey: string) =>
      client.createRender({ params: { id: board.projectId }, body: { height: 360 } }, { idempotencyKey })
    await lengthen(0)
    const usually = await timed(() => render('undisturbed'))
    for (let n = 0; n < runs; n++) {
      await lengthen(n + 1)
      const renders = await countOf('render')
      await killDuring(usually, render)
      assert.equal(await countOf('render'), renders + 1)
    }
  })

  test('publishes a film whole or not yet', async () => {
    const { items } = await client.listRenders({ params: { id: board.projectId }, query: {} })
    const renderId = items[0]?.id as string
    const publish = (idempotencyKey: string) =>
      client.publishRender({ params: { id: renderId }, body: { title: 'The last reel' } }, { idempotencyKey })
    const usually = await timed(() => publish('undisturbed'))
    for (let n = 0; n < runs; n++) {
      const videos = await countOf('video')
      await killDuring(usually, publish)
      assert.equal(await countOf('video'), videos + 1)
    }
    const { items: published } = await client.listVideos({ query: {} })
    for (const { dashUrl } of published) assert.equal((await fetch(house.origin + dashUrl)).status, 200)
  })

  test('changes 10,000 videos in whole parts, goes on with the rest, and tells what became of each', async () => {
    const { id: ownerId } = await client.getMe()
    const made = await house.query<{ id: string }>(
      `insert into video (id, owner_id, title, description, visibility, source_hash, source_bytes)
        select gen_random_uuid(), $1, 'Rushes ' || n, '', 'private', lpad(n::text, 64, '0'), 1 from generate_series(1, 9980) n
        returning id`,
      [ownerId],
    )
    const unknown = Array.from({ length: 20 }, () => crypto.randomUUID())
    const ids = [...made.slice(0, 5000).map(({ id }) => id), ...unknown, ...made.slice(5000).map(({ id }) => id)]
    const edit = () => client.bulkEditVideos({ body: { ids, addTags: ['kept'] } })
    const tagged = async () =>
      (await house.query<{ n: number }>(`select count(*)::int as n from video where tags @> array['kept']`))[0]?.n ?? 0
    // Each part takes its time, so that the kill meets the middle on any machine.
    await house.query(
      `create function take_time() returns trigger language plpgsql as 'begin perform pg_sleep(0.1); return null; end'`,
    )
    await house.query('create trigger take_time after update on video execute function take_time()')
    const asked = edit().catch((error: unknown) => error)
    while ((await tagged()) < 1000) await pause(20)
    run.process.kill('SIGKILL')
    await run.ended
    await asked
    run = await house.start()
    await house.query('drop function take_time cascade')
    const before = await tagged()
    assert.ok(before >= 1000 && before < made.length, `${before} videos were changed before the kill`)
    // The part that the unknown ones lie in is 20 smaller.
    assert.ok([0, 480].includes(before % 500), `${before} are no whole parts`)

    const { items, done } = await edit()
    assert.equal(done, made.length)
    assert.deepEqual(
      items.map(({ id }) => id),
      ids,
    )
    const failed = items.filter(({ outcome }) => outcome !== 'done')
    assert.deepEqual(
      failed,
      unknown.map(id => ({ id, outcome: 'not-found' })),
    )
    assert.equal(await tagged(), made.length)
  })

  test('stops in good order at the end', async () => {
    run.process.kill('SIGTERM')
    assert.equal(await run.ended, 0)
  })
})

/** A small random generator that starts anywhere, so that a run can be repeated. */
function mulberry32(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
