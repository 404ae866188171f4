import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Settings } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openStorageNode } from './open.ts'

test('megabytes may be on their way to a node before it answers', async () => {
  await using closing = new AsyncDisposableStack()
  const root = await mkdtemp(join(tmpdir(), 'windows-'))
  closing.defer(() => rm(root, { recursive: true, force: true }))
  const node = closing.use(await openStorageNode({ root, name: 'one', listen: '127.0.0.1:0' }))
  const session = connect(`http://${node.address}`)
  closing.defer(() => session.destroy())
  const [settings] = (await once(session, 'remoteSettings')) as [Settings]
  assert.equal(settings.initialWindowSize, 2 * 1024 * 1024)
  while ((session.state.remoteWindowSize ?? 0) < 8 * 1024 * 1024) await new Promise(resolve => setTimeout(resolve, 5))
})
