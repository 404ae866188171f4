import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createTestServer } from '../apps/server/src/testing.ts'

const main = fileURLToPath(new URL('../apps/cli/src/main.ts', import.meta.url))

test('the queue of a server is read and changed from the command line', async () => {
  await using server = await createTestServer()
  const { client } = server.owner
  const { key } = await client.createApiKey({ body: { name: 'Terminal' } })
  const { id } = await client.createJob({ body: { kind: 'upscale', title: 'Make it larger' } })
  const queue = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>(resolve =>
      execFile(
        process.execPath,
        [main, 'queue', ...args, '--server', server.address],
        { env: { ...process.env, STORYCANVAS_API_KEY: key } },
        (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }),
      ),
    )
  assert.match((await queue('list')).out, new RegExp(`^${id}  queued +Make it larger`))
  assert.equal((await queue('list', '--state', 'failed')).out, 'Nothing is in the queue.\n')
  assert.match((await queue('cancel', id)).out, /cancelled/)
  const twice = await queue('cancel', id)
  assert.deepEqual([twice.code, /ended already/.test(twice.err)], [1, true])
  assert.match((await queue('retry', id)).out, /queued/)
  assert.equal((await queue('pause')).code, 0)
  assert.equal((await client.getQueueStatus()).paused, true)
  assert.equal((await queue('resume')).code, 0)
  assert.equal((await client.getQueueStatus()).paused, false)
  const wrong = await queue('turn')
  assert.deepEqual([wrong.code, /has list, cancel, retry, pause, resume/.test(wrong.err)], [2, true])
})
