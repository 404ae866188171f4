import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { freePort, type House, openHouse, type Run } from './server.ts'
import { allJobsEnded } from './state.ts'
import { clientOf, enter, newBoard } from './studio.ts'

/** In seconds: one or two on a machine of its own, and tests seldom have one. */
const atOnce = 15

describe('a start that cannot go well', () => {
  let folder: string
  let taken: Server
  let house: House
  let hopeless: House
  let unreachable: Run
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'storycanvas-refusals-'))
    // The database's own account has to pass through.
    await chmod(folder, 0o711)
    await writeFile(join(folder, 'file'), '')
    taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    ;[house, hopeless] = await Promise.all([openHouse(), openHouse()])
    unreachable = hopeless.launch({ DATABASE_URL: `postgres://canvas:hidden-word@127.0.0.1:${await freePort()}/canvas` })
  })
  after(async () => {
    taken.close()
    await Promise.all([house, hopeless].map(one => one[Symbol.asyncDispose]()))
    await rm(folder, { recursive: true, force: true })
  })

  /** Exit code, lines and seconds of a start that is expected to fail. */
  async function refusal(environment: Record<string, string>) {
    const began = performance.now()
    const run = house.launch({ LOG_LEVEL: 'fatal', ...environment })
    return { code: await run.ended, lines: linesOf(run), seconds: (performance.now() - began) / 1000 }
  }
  const linesOf = (run: Run) => run.said().trim().split('\n')

  const bad: [string, () => Record<string, string>, RegExp][] = [
    ['a setting of the wrong kind', () => ({ BACKEND_PORT: 'ninety' }), /^BACKEND_PORT: "ninety" will not do/],
    ['a weak key', () => ({ TOKEN_SIGNING_KEYS: 'secret' }), /^A secret cannot be used: weak-key: token-signing/],
    [
      'a data folder that cannot be made',
      () => ({ DATA_DIR: join(folder, 'file/data') }),
      /^DATA_DIR: ".*" cannot be written to/,
    ],
    ['a DATABASE_URL that is no address', () => ({ DATABASE_URL: 'mysql://x' }), /^DATABASE_URL: its value will not do/],
  ]
  for (const [what, environment, line] of bad)
    test(`${what} ends the start at once with one line`, async () => {
      const { code, lines, seconds } = await refusal(environment())
      assert.equal(lines.length, 1, lines.join('\n'))
      assert.match(lines[0] ?? '', line)
      assert.notEqual(code, 0)
      assert.ok(seconds < atOnce, `it took ${seconds.toFixed(1)} s`)
    })

  const late: [string, () => Record<string, string>, RegExp][] = [
    [
      'a port in use',
      () => ({ BACKEND_PORT: String((taken.address() as { port: number }).port) }),
      /^BACKEND_PORT: \d+ on 127.0.0.1 is taken/,
    ],
    ['an address of another machine', () => ({ HOST: '192.0.2.1' }), /^HOST: "192.0.2.1" is no address of this machine/],
    [
      'a media folder that cannot be made',
      () => ({ UPLOAD_DIR: join(folder, 'file/media') }),
      /^UPLOAD_DIR: ".*" cannot be written to/,
    ],
  ]
  for (const [what, environment, line] of late)
    test(`${what} ends the start with one line, the database included`, async () => {
      const { code, lines } = await refusal(environment())
      assert.equal(lines.length, 1, lines.join('\n'))
      assert.match(lines[0] ?? '', line)
      assert.notEqual(code, 0)
      await assert.rejects(house.postmaster(), 'the embedded database runs on')
    })

  test('a PostgreSQL that does not answer ends the start after half a minute, without its password', async () => {
    const code = await unreachable.ended
    assert.notEqual(code, 0)
    assert.match(linesOf(unreachable).at(-1) ?? '', /^DATABASE_URL: the PostgreSQL at 127.0.0.1:\d+\/canvas cannot be used/)
    assert.ok(!unreachable.said().includes('hidden-word'))
  })
})

describe('a machine that lacks programs', () => {
  let house: House
  let key: string
  before(async () => {
    house = await openHouse()
  })
  after(() => house[Symbol.asyncDispose]())

  /** A PATH with these programs alone. */
  async function pathWith(...programs: string[]): Promise<string> {
    const folder = join(house.folder, `programs-${programs.length}`)
    await mkdir(folder, { recursive: true })
    for (const program of programs) await symlink(execFileSync('which', [program]).toString().trim(), join(folder, program))
    await chmod(folder, 0o755)
    return folder
  }

  async function uploadRefusal() {
    const form = new FormData()
    form.set('file', new Blob(['not looked at']), 'film.mp4')
    const response = await fetch(`${house.origin}/api/v1/videos/upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: form,
    })
    return { status: response.status, problem: (await response.json()) as { code: string; detail: string } }
  }

  test('starts without ffmpeg and says so; uploads and films are refused with the reason', async () => {
    const run = await house.start({ PATH: await pathWith() })
    assert.match(run.said(), /Render and publish +off +install ffmpeg/)
    key = (await enter(house)).key
    const { status, problem } = await uploadRefusal()
    assert.deepEqual([status, problem.code], [503, 'sandbox-missing'])
    assert.match(problem.detail, /no ffmpeg/)

    const client = clientOf(house, key)
    const { projectId } = await newBoard(client, ['A reel turns'])
    await client.generateBatch({ body: { projectId } })
    await allJobsEnded(house, 30_000)
    const { id } = await client.createRender({ params: { id: projectId }, body: {} })
    await allJobsEnded(house, 30_000)
    const { state, error } = await client.getRender({ params: { id } })
    assert.deepEqual([state, error?.code], ['failed', 'media-tools-missing'])
    assert.match(error?.message ?? '', /install it/)
    run.process.kill('SIGTERM')
    assert.equal(await run.ended, 0)
  })

  test('refuses uploads without bubblewrap', async () => {
    const run = await house.start({ PATH: await pathWith('ffmpeg', 'ffprobe', 'prlimit') })
    assert.match(run.said(), /Media sandbox +off +uploads of media are refused/)
    const { status, problem } = await uploadRefusal()
    assert.deepEqual([status, problem.code], [503, 'sandbox-missing'])
    run.process.kill('SIGTERM')
    assert.equal(await run.ended, 0)
  })
})
