import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { basename, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createTestServer, type TestServer } from '../testing.ts'

const samples = process.env['SAMPLES_DIR']
const folder = join(samples ?? '', 'bad-inputs')
/** Every file only where it is asked for: looking at each one in the sandbox takes a while. */
const everyNth = process.env['BAD_INPUTS'] === 'all' ? 1 : 7
const answerWithinMs = 30_000
/** The address that hostile files try to reach. */
const canaryPort = 9191

describe('broken and hostile files at every door', { skip: !samples && 'SAMPLES_DIR is not set' }, () => {
  let server: TestServer
  let projectId: string
  const canary = createServer((request, response) => {
    hits.push(request.url ?? '')
    response.end()
  })
  const hits: string[] = []
  before(async () => {
    canary.listen(canaryPort, '127.0.0.1')
    await once(canary, 'listening')
    server = await createTestServer({ TRUST_PROXY: 'true' })
    // What is taken in would be transcoded for hours; the doors are what is asked about here.
    await server.context.jobs.stop()
    projectId = (await server.owner.client.createProject({ body: { name: 'Hostile' } })).id
  })
  after(async () => {
    canary.close()
    await server?.[Symbol.asyncDispose]()
  })

  const post = (path: string, body: FormData | string, number: number) =>
    fetch(server.address + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${server.owner.tokens.accessToken}`,
        // Requests are limited by address, and this is about something else.
        'x-forwarded-for': `10.0.${number >> 8}.${number & 255}`,
        ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
      },
      body,
      signal: AbortSignal.timeout(answerWithinMs),
    })

  const doors: Record<string, (bytes: Buffer<ArrayBuffer>, name: string, number: number) => Promise<Response>> = {
    'videos/upload': (bytes, name, number) => post('/api/v1/videos/upload', formOf(bytes, name), number),
    'media/music': (bytes, name, number) => post('/api/v1/media/music', formOf(bytes, name), number),
    'media/faces': (bytes, name, number) => post('/api/v1/media/faces', formOf(bytes, name), number),
    import: (bytes, _, number) => post(`/api/v1/projects/${projectId}/import`, storyOf(bytes), number),
  }

  for (const [door, offer] of Object.entries(doors))
    test(`${door}: a clear answer in time, nothing outside the store, nobody called`, async t => {
      const files = (await filesBelow(folder)).filter((_, index) => index % everyNth === 0)
      const before = await outsideTheStore(server)
      const wrong: string[] = []
      const counts: Record<number, number> = {}
      let slowest = { name: '', ms: 0 }
      for (const [number, path] of files.entries()) {
        const began = performance.now()
        const answer = await offer(await readFile(path), basename(path), number).catch((error: unknown) => String(error))
        const ms = performance.now() - began
        if (ms > slowest.ms) slowest = { name: basename(path), ms }
        const status = typeof answer === 'string' ? 0 : answer.status
        const said = typeof answer === 'string' ? answer : await answer.text()
        counts[status] = (counts[status] ?? 0) + 1
        if (status === 0 || status >= 500 || said.includes('root:x:0:')) wrong.push(`${path}: ${status} ${said.slice(0, 200)}`)
      }
      assert.deepEqual(wrong, [])
      assert.deepEqual(await outsideTheStore(server), before)
      assert.deepEqual(hits, [])
      assert.equal((await fetch(`${server.address}/readyz`)).status, 200)
      t.diagnostic(`${files.length} files: ${JSON.stringify(counts)}, slowest ${slowest.name} ${Math.round(slowest.ms)} ms`)
    })
})

function formOf(bytes: Buffer<ArrayBuffer>, name: string): FormData {
  const form = new FormData()
  form.set('file', new Blob([bytes]), name)
  return form
}

/** What a browser makes of a file that is dropped as a story. */
const storyOf = (bytes: Buffer) =>
  JSON.stringify({ text: bytes.toString('utf8').replaceAll('\u0000', '\ufffd').slice(0, 2_000_000) })

async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
}

/** Names in the data folder and the working folder that no upload may add to. */
async function outsideTheStore({ context: { config } }: TestServer): Promise<string[]> {
  const inside = await filesBelow(config.dataDir)
  const escaped = (await readdir('/tmp')).filter(name => name.startsWith('pwned'))
  const beside = await readdir(process.cwd())
  return [
    ...inside.filter(path => !path.startsWith(join(config.mediaDir, 'blobs'))),
    ...escaped,
    ...beside,
    String(existsSync('/pwned')),
  ]
}
