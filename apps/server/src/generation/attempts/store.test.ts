import assert from 'node:assert/strict'
import { test } from 'node:test'
import { v7 as uuid } from 'uuid'
import { createTestServer } from '../../testing.ts'
import { fullTrust } from '../servers/trust.ts'
import { consequenceOf } from './consequence.ts'
import { endWithout, type OpenAttempt, storeIntent } from './store.ts'

test('what a server says of a failure is stored and counted, whatever it holds', async () => {
  await using server = await createTestServer({ GENERATION_POOL: 'false' })
  const { database } = server.context
  const { client } = server.owner
  const project = await client.createProject({ body: { name: 'Odd' } })
  const chapter = await client.createChapter({ params: { id: project.id }, body: { title: 'One' } })
  const scene = await client.createScene({ body: { chapterId: chapter.id, heading: 'H' } })
  const panel = await client.createPanel({ params: { id: scene.id }, body: { description: 'A lamp' } })
  const asked = await client.generate({ body: { target: { kind: 'panel', id: panel.id }, preset: 'sd15' } })
  const serverId = uuid()
  await database
    .insertInto('generationServer')
    .values({
      ...{ id: serverId, label: 'Odd', kind: 'comfyui', url: 'http://odd.example', headers: null, headerNames: '[]', slots: 1 },
      ...{ presets: null, state: 'off', trust: JSON.stringify(fullTrust), profile: null, digest: null, seenAt: null },
      ...{ speeds: JSON.stringify({ presets: {} }), ownerId: server.owner.id },
    })
    .execute()
  const intent = { jobId: asked.jobId as string, generationId: asked.id, serverId, slot: 0, stage: 'sent' }
  for (const [kind, words] of [
    ['again', 'a\u0000b\ud800c'],
    ['fail', `${'x'.repeat(1999)}\u{1f600}${'y'.repeat(1e6)}`],
  ] as const) {
    const open = await storeIntent(database, intent)
    assert.ok(open)
    const end = { state: 'failed', code: 'node-error', reason: words, retry: 'anywhere' } as const
    const then =
      kind === 'again' ? { kind, afterSeconds: 0, stage: words } : ({ kind, code: 'node-error', message: words } as const)
    assert.equal(await endWithout(database, open, end, then), true)
  }
  // It failed before anybody saw it run, and counts all the same.
  const again = { attempt: { generationId: asked.id, serverId }, job: { startedAt: null } } as OpenAttempt
  const failed = { state: 'failed', code: 'node-error', reason: 'no', retry: 'other' } as const
  assert.equal((await consequenceOf(database, again, failed)).kind, 'fail')
  const { state, error } = await client.getGeneration({ params: { id: asked.id } })
  assert.deepEqual([state, error?.message], ['failed', `${'x'.repeat(1999)}\ufffd`])
  const reasons = await database.selectFrom('generationAttempt').select('reason').orderBy('createdAt').execute()
  assert.equal(reasons[0]?.reason, 'ab\ufffdc')
})
