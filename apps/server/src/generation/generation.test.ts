import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { addMember, createTestServer, refusedWith, type TestServer } from '../testing.ts'

describe('drawing panels', () => {
  let server: TestServer
  let projectId: string
  let sceneId: string
  before(async () => {
    server = await createTestServer()
    const { client } = server.owner
    projectId = (await client.createProject({ body: { name: 'Boards' } })).id
    const chapter = await client.createChapter({ params: { id: projectId }, body: { title: 'One' } })
    sceneId = (
      await client.createScene({
        body: { chapterId: chapter.id, heading: 'INT. KITCHEN - NIGHT', setting: 'interior', timeOfDay: 'night' },
      })
    ).id
  })
  after(() => server[Symbol.asyncDispose]())

  const newPanel = (description: string) => server.owner.client.createPanel({ params: { id: sceneId }, body: { description } })
  const draw = async (panelId: string) => {
    const asked = await server.owner.client.generate({ body: { target: { kind: 'panel', id: panelId } } })
    await server.jobEnded(server.owner, asked.jobId as string)
    return server.owner.client.getGeneration({ params: { id: asked.id } })
  }

  test('a generation ends with a take that the panel shows and whose picture can be fetched', async () => {
    const panel = await newPanel('A kettle boils over')
    const done = await draw(panel.id)
    assert.equal(done.state, 'succeeded')
    assert.equal(done.builtIn, true)
    const shown = await server.owner.client.getPanel({ params: { id: panel.id } })
    assert.equal(shown.status, 'drawn')
    assert.equal(shown.chosenTake?.id, done.take?.id)
    const picture = await fetch(server.address + shown.chosenTake?.url)
    assert.equal(picture.headers.get('content-type'), 'image/png')
    assert.equal(picture.headers.get('x-content-type-options'), 'nosniff')
    const signature = new Uint8Array(await picture.arrayBuffer()).slice(1, 4)
    assert.equal(Buffer.from(signature).toString(), 'PNG')
  })

  test('asking again adds another picture; choosing goes back', async () => {
    const panel = await newPanel('Two chairs')
    const first = await draw(panel.id)
    const second = await draw(panel.id)
    assert.notEqual(first.take?.url, second.take?.url)
    const { items } = await server.owner.client.listPanelTakes({ params: { id: panel.id } })
    assert.deepEqual(
      items.map(({ id }) => id),
      [second.take?.id, first.take?.id],
    )
    await server.owner.client.chooseTake({ params: { id: first.take?.id as string } })
    assert.equal((await server.owner.client.getPanel({ params: { id: panel.id } })).chosenTake?.id, first.take?.id)
  })

  test('a batch draws what is missing, counts its items and can be cancelled', async () => {
    for (const words of ['A door', 'A hand', 'A face']) await newPanel(words)
    const batch = await server.owner.client.generateBatch({ body: { projectId, onlyMissing: true } })
    assert.equal(batch.total, 3)
    const { items } = await server.owner.client.getBatch({ params: { id: batch.id }, query: {} })
    for (const { jobId } of items) await server.jobEnded(server.owner, jobId as string)
    const params = { id: batch.id }
    const first = await server.owner.client.getBatch({ params, query: { limit: 2 } })
    const rest = await server.owner.client.getBatch({ params, query: { limit: 2, cursor: first.nextCursor ?? '' } })
    const ids = (of: typeof items) => of.map(({ id }) => id)
    assert.deepEqual([...ids(first.items), '/', ...ids(rest.items)], [...ids(items.slice(0, 2)), '/', ...ids(items.slice(2))])
    assert.deepEqual([first.total, rest.nextCursor], [3, null])
    const ended = await server.owner.client.getBatch({ params: { id: batch.id }, query: {} })
    assert.deepEqual([ended.succeeded, ended.queued, ended.running], [3, 0, 0])
    const cancelled = await server.owner.client.cancelBatch({ params: { id: batch.id } })
    assert.equal(cancelled.succeeded, 3)
    await refusedWith('invalid-request', server.owner.client.generateBatch({ body: { projectId, onlyMissing: true } }))
  })

  test('a batch makes a take of each panel for each seed, or several of each', async () => {
    const { client } = server.owner
    const panelIds = [(await newPanel('A drawer')).id, (await newPanel('A hinge')).id]
    const bySeed = await client.generateBatch({ body: { projectId, panelIds, seeds: [11, 12] } })
    const several = await client.generateBatch({ body: { projectId, panelIds, takes: 3 } })
    assert.deepEqual([bySeed.total, several.total], [4, 6])
    const { items } = await client.getBatch({ params: { id: bySeed.id }, query: {} })
    assert.deepEqual(
      items.map(({ seed }) => seed).toSorted((a, b) => a - b),
      [11, 11, 12, 12],
    )
    await client.cancelBatch({ params: { id: bySeed.id } })
    await client.cancelBatch({ params: { id: several.id } })
  })

  test('presets tell what they need, and in words why they have to wait', async () => {
    const { items } = await server.owner.client.listPresets()
    const [artist, model] = ['builtin-storyboard', 'wan2.1-t2v-14b'].map(id => items.find(preset => preset.id === id))
    assert.deepEqual(artist?.waits, [])
    assert.match(model?.limits[1] ?? '', /frames, 4n\+1, at 16 a second$/)
    assert.ok(model?.files.length)
    assert.match(model?.waits[0]?.reason ?? '', /^There is no server/)
    const hosted = async () => (await server.owner.client.listPresets()).items.find(({ id }) => id === 'openai-gpt-image-2')
    assert.equal((await hosted())?.waits[0]?.reason, 'You have left no key for OpenAI.')
    assert.deepEqual([artist?.costMicros, model?.costMicros, (await hosted())?.costMicros], [0, 0, 250_000])
    await server.owner.client.setProviderKey({ params: { provider: 'openai' }, body: { key: 'sk-example' } })
    assert.deepEqual((await hosted())?.waits, [])
  })

  test('what may be set of a preset is told for each kind, and what is wrong is refused with the nearest right value', async () => {
    const { client } = server.owner
    const { items } = await client.listPresets()
    const settingsOf = (id: string, kind: string) =>
      items.find(preset => preset.id === id)?.settings.find(one => one.kind === kind)?.settings ?? []
    const names = (id: string, kind: string) => settingsOf(id, kind).map(({ name }) => name)
    assert.deepEqual(names('sd15', 'text-to-image'), ['negative', 'steps', 'cfg', 'sampler', 'scheduler'])
    assert.ok(names('sd15', 'image-to-image').includes('denoise'))
    const frames = settingsOf('wan2.1-t2v-14b', 'text-to-video').find(({ name }) => name === 'frames')
    assert.ok(frames?.kind === 'integer')
    assert.deepEqual([frames.step, frames.min % 4], [4, 1])
    const panel = await newPanel('A knob')
    const ask = (preset: string, parameters: Record<string, string | number>, kind = 'text-to-image' as const) =>
      client.generate({ body: { target: { kind: 'panel', id: panel.id }, kind, preset, parameters } })
    const wrong = await refusedWith('invalid-request', ask('sd15', { steps: 1000, sampler: 'magic' }))
    assert.deepEqual(
      wrong.errors.map(({ field }) => field),
      ['parameters.steps', 'parameters.sampler'],
    )
    assert.match(wrong.errors[0]?.message ?? '', /the nearest is 100$/)
    const strange = await refusedWith('invalid-request', ask('sd15', { seed: 3 }))
    assert.match(strange.errors[0]?.message ?? '', /is not one of: negative, steps/)
    await refusedWith('invalid-request', ask('builtin-storyboard', { steps: 3 }))
    const speak = { target: { kind: 'panel' as const, id: panel.id }, preset: 'wan2.2-s2v-14b', kind: 'lip-sync' as const }
    const voiceless = await refusedWith('invalid-request', client.generate({ body: speak }))
    assert.deepEqual(voiceless.errors[0]?.field, 'guides.voice')
  })

  test('what a sound that plays in the cut says can be spoken, whoever brought it', async () => {
    const panel = await newPanel('A mouth')
    await draw(panel.id)
    const { database } = server.context
    const other = await server.account('speaker')
    await addMember(server, projectId, other, 'editor')
    const id = randomUUID()
    const sound = { kind: 'music' as const, name: 'A line', mediaType: 'audio/mpeg', blobHash: '0'.repeat(64), bytes: 1 }
    await database
      .insertInto('mediaFile')
      .values({ id, ownerId: server.owner.id, ...sound, durationMs: 2000, width: null, height: null })
      .execute()
    const target = { kind: 'panel' as const, id: panel.id }
    const speak = () =>
      other.client.generate({ body: { target, preset: 'wan2.2-s2v-14b', kind: 'lip-sync', guides: { voice: id } } })
    const strange = await refusedWith('invalid-request', speak())
    assert.equal(strange.errors[0]?.field, 'guides.voice')
    await sql`update clip set media_id = ${id} where panel_id = ${panel.id}`.execute(database)
    const { jobId } = await speak()
    await other.client.cancelJob({ params: { id: jobId as string } })
    await sql`update clip set media_id = null where media_id = ${id}`.execute(database)
  })

  test('the same Idempotency-Key asks once', async () => {
    const panel = await newPanel('A window')
    const body = { target: { kind: 'panel', id: panel.id } } as const
    const first = await server.owner.client.generate({ body }, { idempotencyKey: 'window-1' })
    const second = await server.owner.client.generate({ body }, { idempotencyKey: 'window-1' })
    assert.equal(first.id, second.id)
    await refusedWith(
      'idempotency-mismatch',
      server.owner.client.generate({ body: { ...body, seed: 7 } }, { idempotencyKey: 'window-1' }),
    )
    await server.jobEnded(server.owner, first.jobId as string)
    assert.equal((await server.owner.client.listPanelTakes({ params: { id: panel.id } })).items.length, 1)
  })

  test('viewers may look and not draw; outsiders see nothing', async () => {
    const panel = await newPanel('A lamp')
    const viewer = await server.account('viewer')
    await addMember(server, projectId, viewer, 'viewer')
    assert.equal((await viewer.client.listPanelTakes({ params: { id: panel.id } })).items.length, 0)
    const body = { target: { kind: 'panel', id: panel.id } } as const
    await refusedWith('forbidden', viewer.client.generate({ body }))
    const outsider = await server.account('outsider')
    const hidden = await refusedWith('not-found', outsider.client.generate({ body }))
    const missing = await refusedWith(
      'not-found',
      outsider.client.generate({ body: { target: { kind: 'panel', id: '01936f5e-7c3a-7b52-9f0e-3f2b7a5c1d20' } } }),
    )
    assert.deepEqual({ ...hidden, requestId: '' }, { ...missing, requestId: '' })
  })

  test('an unknown preset and panels of another project are named', async () => {
    const panel = await newPanel('A chair')
    const wrong = await refusedWith(
      'invalid-request',
      server.owner.client.generate({ body: { target: { kind: 'panel', id: panel.id }, preset: 'flux' } }),
    )
    assert.equal(wrong.errors[0]?.field, 'preset')
    const other = await server.owner.client.createProject({ body: { name: 'Other' } })
    const foreign = await refusedWith(
      'invalid-request',
      server.owner.client.generateBatch({ body: { projectId: other.id, panelIds: [panel.id] } }),
    )
    assert.equal(foreign.errors[0]?.field, 'panelIds')
  })

  test('a deleted generation takes its picture along and brings it back', async () => {
    const panel = await newPanel('A shoe')
    const done = await draw(panel.id)
    await server.owner.client.deleteGeneration({ params: { id: done.id } })
    assert.equal((await server.owner.client.getPanel({ params: { id: panel.id } })).status, 'empty')
    await server.owner.client.restoreGeneration({ params: { id: done.id } })
    assert.equal((await server.owner.client.getPanel({ params: { id: panel.id } })).status, 'drawn')
  })
})
