import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { MediaRunError } from './failure.ts'
import { filter } from './graph.ts'
import { inspectionLimits, type Limits } from './limits.ts'
import { collectOutput, startFfmpeg } from './run.ts'
import { type Running, startProgram } from './start.ts'
import { type MediaTools, MediaToolsMissing, openMediaTools } from './tools.ts'

const tools = openMediaTools()
const unsandboxed: MediaTools = { ...tools, sandbox: { kind: 'none', why: 'for this test' } }
let directory = ''
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'media-sandbox-'))
})
after(() => rm(directory, { recursive: true, force: true }))

const never = new AbortController().signal

/** An encoder that waits for pictures which do not come. */
function waitingRun(with_: MediaTools, limits: Limits, signal: AbortSignal): Running {
  return startFfmpeg(
    with_,
    {
      inputs: [{ kind: 'frames', width: 64, height: 64, rate: { num: 25, den: 1 } }],
      graph: [],
      outputs: [
        {
          maps: ['0:v:0'],
          video: { kind: 'raw' },
          audio: null,
          container: { kind: 'raw-video' },
          to: { kind: 'file', name: 'out.yuv' },
        },
      ],
      log: 'error',
    },
    { limits, signal, writable: directory, stdin: 'pipe', pipes: 0, progress: null },
  )
}

async function failure(run: Promise<unknown>): Promise<MediaRunError> {
  const error = await run.then(
    () => assert.fail('the run succeeded'),
    (error: unknown) => error,
  )
  assert.ok(error instanceof MediaRunError, String(error))
  return error
}

/** Command lines of all processes that mention this test's directory. */
function processesOfThisTest(): readonly string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(pid => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      } catch {
        return ''
      }
    })
    .filter(line => line.includes(directory) || line.includes('64x64'))
}

for (const [name, with_] of [
  [tools.sandbox.kind, tools],
  ['no sandbox', unsandboxed],
] as const) {
  describe(`with ${name}`, () => {
    test('cancelling ends the whole process group within two seconds', async () => {
      const cancelling = new AbortController()
      const running = waitingRun(with_, inspectionLimits, cancelling.signal)
      running.stdin?.write(Buffer.alloc(64 * 64 * 6))
      const began = performance.now()
      cancelling.abort()
      const error = await failure(running.finished)
      assert.equal(error.reason.kind, 'cancelled')
      assert.ok(performance.now() - began < 2000)
      assert.deepEqual(processesOfThisTest(), [])
    })

    test('the wall limit ends a run that hangs', async () => {
      const error = await failure(waitingRun(with_, { ...inspectionLimits, wallSeconds: 0.3 }, never).finished)
      assert.deepEqual(error.reason, { kind: 'timed-out', limit: 'wall', seconds: 0.3 })
      assert.deepEqual(processesOfThisTest(), [])
    })

    test('a file may not grow beyond its limit', async () => {
      const running = waitingRun(with_, { ...inspectionLimits, fileSize: 100_000 }, never)
      running.stdin?.end(Buffer.alloc(64 * 64 * 1.5 * 200))
      assert.equal((await failure(running.finished)).reason.kind, 'output-too-large')
    })

    test('memory is limited', async () => {
      const error = await failure(waitingRun(with_, { ...inspectionLimits, memory: 150 * 2 ** 20 }, never).finished)
      assert.ok(['out-of-memory', 'exited'].includes(error.reason.kind), error.message)
    })

    test('the failure of a program carries its last words and the facts of the run', async () => {
      const path = join(directory, 'text.mp4')
      await writeFile(path, 'this is no film, whatever it is called')
      const running = startProgram(
        { ...with_, allowUnsandboxed: true },
        {
          program: 'ffprobe',
          argv: placement => ['-loglevel', 'error', `file:${placement.input({ path, origin: 'outside' })}`],
          writable: null,
          stdin: 'none',
          pipes: 0,
          limits: inspectionLimits,
          signal: never,
        },
      )
      const error = await failure(collectOutput(running, 1000))
      assert.equal(error.reason.kind, 'exited')
      assert.match(error.stderr, /Invalid data|moov atom not found/)
      assert.equal(error.run.program, 'ffprobe')
      assert.ok(error.run.seconds > 0)
    })
  })
}

test('a file from outside is refused where there is no sandbox, unless the administrator allows it', async () => {
  const path = join(directory, 'upload')
  await writeFile(path, 'x')
  const start = (with_: MediaTools, origin: 'own' | 'outside'): Running =>
    startProgram(with_, {
      program: 'ffprobe',
      argv: placement => [`file:${placement.input({ path, origin })}`],
      writable: null,
      stdin: 'none',
      pipes: 0,
      limits: inspectionLimits,
      signal: never,
    })
  assert.throws(
    () => start(unsandboxed, 'outside'),
    (error: unknown) =>
      error instanceof MediaRunError && error.reason.kind === 'refused' && error.reason.code === 'sandbox-missing',
  )
  assert.equal((await failure(start(unsandboxed, 'own').finished)).reason.kind, 'exited')
  assert.equal((await failure(start({ ...unsandboxed, allowUnsandboxed: true }, 'outside').finished)).reason.kind, 'exited')
})

describe('in the sandbox', { skip: tools.sandbox.kind === 'none' ? tools.sandbox.why : false }, () => {
  const programOutput = async (argv: readonly string[]): Promise<MediaRunError> => {
    const run = startProgram(tools, {
      program: 'ffmpeg',
      argv: () => ['-hide_banner', '-nostdin', '-loglevel', 'error', ...argv, '-f', 'null', '-'],
      writable: directory,
      stdin: 'none',
      pipes: 0,
      limits: inspectionLimits,
      signal: never,
    })
    run.stdout.resume()
    return await failure(run.finished)
  }

  test('the files of the machine are not there', async () => {
    await writeFile(join(directory, 'canary'), 'canary')
    assert.ok(existsSync('/etc/passwd'))
    for (const path of ['/etc/passwd', join(directory, 'canary'), '/root']) {
      assert.match(
        (await programOutput(['-f', 'data', '-i', `file:${path}`])).stderr,
        /No such file|Permission denied|Is a directory/,
        path,
      )
    }
  })

  test('there is no network, not even to this machine', async () => {
    let calls = 0
    const server = createServer(socket => {
      calls++
      socket.destroy()
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    await programOutput(['-i', `http://127.0.0.1:${port}/a.mp4`])
    await new Promise(resolve => server.close(resolve))
    assert.equal(calls, 0)
  })

  test('only the writable directory can be written to', async () => {
    for (const path of ['/usr/escaped', '/escaped', '/tmp/escaped', '/etc/escaped']) {
      const error = await programOutput(['-f', 's16le', '-ar', '8000', '-i', '/dev/null', '-f', 's16le', `file:${path}`])
      assert.match(error.stderr, /Read-only|No such file|Permission denied/, path)
    }
  })
})

test('a graph cannot name a file that was not placed', async () => {
  const hostile = filter('scale', { w: "1:h=1[x];movie=/etc/passwd[y]','a" })
  const running = startFfmpeg(
    tools,
    {
      inputs: [{ kind: 'frames', width: 64, height: 64, rate: { num: 25, den: 1 } }],
      graph: [{ from: ['0:v:0'], filters: [hostile], to: ['picture'] }],
      outputs: [
        {
          maps: ['picture'],
          video: { kind: 'raw' },
          audio: null,
          container: { kind: 'raw-video' },
          to: { kind: 'pipe', number: 1 },
        },
      ],
      log: 'error',
    },
    { limits: inspectionLimits, signal: never, writable: null, stdin: 'pipe', pipes: 0, progress: null },
  )
  running.stdin?.end(Buffer.alloc(64 * 64 * 1.5))
  running.stdout.resume()
  const { stderr } = await failure(running.finished)
  assert.doesNotMatch(stderr, /movie.*(open|No such filter)/)
  assert.match(stderr, /width|expression|scale/i)
})

test('what is missing is said, with what to install', () => {
  assert.throws(
    () => openMediaTools({ ffmpeg: '/nowhere/ffmpeg', ffprobe: 'ffprobe', allowUnsandboxed: false }),
    (error: unknown) => error instanceof MediaToolsMissing && /apt install ffmpeg bubblewrap/.test(error.message),
  )
  assert.throws(() => openMediaTools({ ffmpeg: '/bin/true', ffprobe: 'ffprobe', allowUnsandboxed: false }), /does not answer/)
})
