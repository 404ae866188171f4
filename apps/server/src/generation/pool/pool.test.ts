import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, afterEach, before, describe, test } from 'node:test'
import type { ServerFrame } from '@storycanvas/api'
import { compilePreset, type Preset } from '@storycanvas/comfyui'
import sharp from 'sharp'
import WebSocket from 'ws'
import { refusedWith } from '../../testing.ts'
import { modelPresets } from '../presets.ts'
import { startTestPool, type TestPool, until } from './testing.ts'

describe('the generation pool', () => {
  let pool: TestPool
  before(async () => {
    pool = await startTestPool([{}, {}])
  })
  after(() => pool[Symbol.asyncDispose]())
  afterEach(() => pool.mend())

  const executions = () => pool.comfies.reduce((sum, comfy) => sum + comfy.executions.length, 0)
  const servers = async () => (await pool.server.owner.client.listGenerationServers()).items
  const attemptsOf = (generationId: string) => pool.attemptsOf(generationId)
  const drawOne = async () => {
    const [asked] = await pool.draw(await pool.newPanels(1))
    return pool.ended(asked?.id as string)
  }

  test('every panel ends with a take that a server of the pool drew, each once', async () => {
    const before = executions()
    const asked = await pool.draw(await pool.newPanels(6))
    for (const { id } of asked) {
      const done = await pool.ended(id)
      assert.equal(done.state, 'succeeded', done.error?.message)
      assert.equal(done.builtIn, false)
      assert.equal(done.take?.kind, 'image')
    }
    assert.equal(executions() - before, 6)
    assert.ok(
      pool.comfies.every(comfy => comfy.executions.length > 1),
      'both servers worked',
    )
    for (const { inHand, lastPreset, secondsPerRun } of await servers()) {
      assert.deepEqual([inHand, lastPreset], [[], 'sd15'])
      assert.ok(secondsPerRun)
    }
  })

  test('listeners see what is being made', async () => {
    const { ticket } = await pool.server.owner.client.createRealtimeTicket()
    const socket = new WebSocket(`${pool.server.address.replace('http', 'ws')}/api/v1/realtime?ticket=${ticket}`)
    const seen = Promise.withResolvers<ServerFrame>()
    const subscribed = Promise.withResolvers<void>()
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as ServerFrame
      if (frame.type === 'subscribed') subscribed.resolve()
      if (frame.type === 'ephemeral' && frame.event.kind === 'preview') seen.resolve(frame)
    })
    await once(socket, 'open')
    socket.send(JSON.stringify({ type: 'subscribe', topic: `generation:${pool.projectId}` }))
    await subscribed.promise
    const [asked] = await pool.draw(await pool.newPanels(1))
    const frame = await seen.promise
    assert.ok(frame.type === 'ephemeral' && frame.event.kind === 'preview')
    assert.equal(frame.event.generationId, asked?.id)
    const { format } = await sharp(Buffer.from(frame.event.image.split(',')[1] ?? '', 'base64')).metadata()
    assert.equal(format, 'jpeg')
    socket.close()
    await pool.ended(asked?.id as string)
  })

  test('settings are part of the request: others make another picture, the same are answered with the one that is there', async () => {
    const { client } = pool.server.owner
    const [id] = await pool.newPanels(1)
    const ask = (parameters: Record<string, string | number>) =>
      client.generate({ body: { target: { kind: 'panel', id: id as string }, preset: 'sd15', seed: 5, parameters } })
    const first = await pool.ended((await ask({ steps: 12, cfg: 5 })).id)
    assert.equal(first.state, 'succeeded', first.error?.message)
    const take = await client.getTake({ params: { id: first.take?.id as string } })
    assert.deepEqual(take.provenance.parameters, { cfg: 5, steps: 12 })
    const same = await ask({ cfg: 5, steps: 12 })
    assert.deepEqual([same.cached, same.take?.id], [true, take.id])
    const other = await ask({ steps: 13, cfg: 5 })
    assert.equal(other.cached, false)
    const again = await pool.ended(other.id)
    assert.notEqual(again.take?.id, take.id)
    const repeated = await client.makeTakeAgain({ params: { id: take.id }, body: { fresh: false } })
    assert.deepEqual([repeated.cached, repeated.take?.id], [true, take.id])
  })

  test('a picture follows the lines of the one that the panel shows', async () => {
    const { client } = pool.server.owner
    const [id] = await pool.newPanels(1)
    const [asked] = await pool.draw([id as string])
    await pool.ended(asked?.id as string)
    const target = { kind: 'panel' as const, id: id as string }
    const guided = await client.generate({ body: { target, preset: 'sd15', kind: 'controlnet', parameters: { strength: 0.5 } } })
    const done = await pool.ended(guided.id)
    assert.equal(done.state, 'succeeded', done.error?.message)
  })

  test('a picture is made from the one that the panel shows; a panel without one is refused', async () => {
    const [first, bare] = await pool.newPanels(2)
    const body = (id: string) => ({ target: { kind: 'panel' as const, id }, preset: 'sd15', kind: 'image-to-image' as const })
    await refusedWith('invalid-request', pool.server.owner.client.generate({ body: body(bare as string) }))
    const [asked] = await pool.draw([first as string])
    const shown = await pool.ended(asked?.id as string)
    const again = await pool.ended((await pool.server.owner.client.generate({ body: body(first as string) })).id)
    assert.equal(again.state, 'succeeded', again.error?.message)
    assert.notEqual(again.take?.id, shown.take?.id)
  })

  for (const fault of ['lost-reply', 'error-yet-queued', 'error-and-not-queued'] as const)
    test(`a submit that ends in ${fault} gives one take`, async () => {
      const before = executions()
      pool.faults.order('submit', fault)
      const done = await drawOne()
      assert.equal(done.state, 'succeeded', done.error?.message)
      assert.equal(executions() - before, 1)
    })

  for (const [place, fault] of [
    ['history', 'late'],
    ['view', 'cut'],
    ['view', 'html'],
    ['events', 'silent'],
    ['events', 'ended-first'],
    // The server forgets that it did it, and still has the file.
    ['run', 'crash-after-success'],
  ] as const)
    test(`${place} ${fault} costs no second run`, async () => {
      const before = executions()
      pool.faults.order(place, fault)
      const done = await drawOne()
      assert.equal(done.state, 'succeeded', done.error?.message)
      assert.equal(executions() - before, 1)
    })

  for (const fault of ['out-of-memory', 'disk-full', 'interrupted-by-someone'] as const)
    test(`a run that ends in ${fault} is done again`, async () => {
      pool.faults.order('run', fault)
      const before = executions()
      const done = await drawOne()
      assert.equal(done.state, 'succeeded', done.error?.message)
      assert.equal(executions() - before, 2)
    })

  test('an error of a node is tried at one other server and no more', async () => {
    pool.faults.order('run', 'node-error', 2)
    const [asked] = await pool.draw(await pool.newPanels(1))
    const done = await pool.ended(asked?.id as string)
    assert.equal(done.state, 'failed')
    const tried = await attemptsOf(asked?.id as string)
    assert.deepEqual(
      tried.map(({ state }) => state),
      ['failed', 'failed'],
    )
    assert.equal(new Set(tried.map(({ serverId }) => serverId)).size, 2)
  })

  test('a cancelled job leaves its server', async () => {
    pool.faults.order('run', 'never-ends')
    const [asked] = await pool.draw(await pool.newPanels(1))
    const { client } = pool.server.owner
    await until('a running attempt', async () => (await attemptsOf(asked?.id as string))[0]?.state === 'running')
    await client.cancelJob({ params: { id: asked?.jobId as string } })
    await until('an evicted attempt', async () => (await attemptsOf(asked?.id as string))[0]?.state === 'evicted')
    assert.equal((await pool.ended(asked?.id as string)).state, 'cancelled')
    assert.ok(pool.comfies.every(comfy => comfy.isAtRest()))
    assert.equal((await drawOne()).state, 'succeeded')
  })

  test('what no server can run waits, and says what is missing', async () => {
    const { client } = pool.server.owner
    for (const { id } of await servers()) await client.updateGenerationServer({ params: { id }, body: { presets: ['sdxl'] } })
    const [asked] = await pool.draw(await pool.newPanels(1))
    let stage: string | null = null
    await until('words for why it waits', async () => {
      stage = (await client.getGeneration({ params: { id: asked?.id as string } })).stage
      return stage !== null
    })
    assert.match(stage ?? '', /^No server fits: Card 1 is not to run sd15/)
    for (const { id } of await servers()) await client.updateGenerationServer({ params: { id }, body: { presets: null } })
    assert.equal((await pool.ended(asked?.id as string)).state, 'succeeded')
  })

  test('a held queue sends nothing to servers until it is released', async () => {
    const { client } = pool.server.owner
    await client.pauseQueue()
    const before = executions()
    const asked = await pool.draw(await pool.newPanels(2))
    await client.updateJob({ params: { id: asked[1]?.jobId as string }, body: { priority: 3 } })
    assert.equal(executions(), before)
    await client.resumeQueue()
    for (const { id } of asked) assert.equal((await pool.ended(id)).state, 'succeeded')
  })

  test('a drained server gets nothing more', async () => {
    const { client } = pool.server.owner
    const [first] = await servers()
    await client.drainGenerationServer({ params: { id: first?.id as string } })
    const before = pool.comfies[0]?.executions.length
    for (const { id } of await pool.draw(await pool.newPanels(4))) assert.equal((await pool.ended(id)).state, 'succeeded')
    assert.equal(pool.comfies[0]?.executions.length, before)
  })

  test('a server that hangs loses its jobs to others, and what it makes of them later is not used', async () => {
    pool.faults.order('run', 'never-ends')
    const [asked] = await pool.draw(await pool.newPanels(1))
    const tried = () => attemptsOf(asked?.id as string)
    await until('a running attempt', async () => (await tried())[0]?.state === 'running')
    const [first] = await tried()
    const other = (await pool.server.account('guest')).client
    const asSeenBy = async (client: typeof other) => {
      const { items } = await client.listGenerationServers()
      return items.flatMap(({ running, waiting, inHand }) => (running + waiting > 0 ? [[running, waiting, inHand.length]] : []))
    }
    assert.deepEqual([await asSeenBy(other), await asSeenBy(pool.server.owner.client)], [[[1, 0, 0]], [[1, 0, 1]]])
    const at = (await servers()).findIndex(({ id }) => id === first?.serverId)
    const comfy = pool.comfies[at]
    comfy?.stop()
    const done = await pool.ended(asked?.id as string)
    assert.equal(done.state, 'succeeded', done.error?.message)
    const [lost, ...others] = await tried()
    assert.deepEqual([lost?.serverId, lost?.state], [first?.serverId, 'abandoned'])
    assert.equal(others.filter(({ state }) => state === 'delivered').length, 1)
    const silent = async () => (await other.getGenerationServer({ params: { id: first?.serverId as string } })).reason
    await until('a server that rests', async () => (await silent()) !== null)
    const { items } = await other.listPresets()
    assert.doesNotMatch(JSON.stringify([await silent(), items]), /127\.0\.0\.1|localhost/)
    comfy?.resume()
    await pool.server.owner.client.probeGenerationServer({ params: { id: first?.serverId as string } })
    await until('the end of what it held', () => comfy?.executions.at(-1)?.outcome !== 'running')
    assert.equal((await tried()).filter(({ state }) => state === 'delivered').length, 1)
  })

  test('a server that takes jobs and executes none is found out; restarted and looked at it works again', async () => {
    const { client } = pool.server.owner
    const [first, second] = await servers()
    await client.updateGenerationServer({ params: { id: second?.id as string }, body: { presets: ['sdxl'] } })
    const [zombie] = pool.comfies
    zombie?.killWorker()
    const [asked] = await pool.draw(await pool.newPanels(1))
    await until('the server to rest', async () => (await servers())[0]?.condition === 'resting')
    assert.match((await servers())[0]?.reason ?? '', /executes no/)
    await zombie?.crash()
    await client.probeGenerationServer({ params: { id: first?.id as string } })
    assert.equal((await pool.ended(asked?.id as string)).state, 'succeeded')
  })

  test('while somebody else’s jobs are at a server it gets none of ours', async () => {
    const [shared] = pool.comfies
    pool.faults.order('run', 'never-ends')
    shared?.addForeignJob({
      a: { class_type: 'EmptyImage', inputs: { width: 8, height: 8, batch_size: 1, color: 0 } },
      b: { class_type: 'PreviewImage', inputs: { images: ['a', 0] } },
    })
    await until('a busy server', async () => (await servers())[0]?.condition === 'busy')
    const before = shared?.executions.length
    for (const { id } of await pool.draw(await pool.newPanels(3))) assert.equal((await pool.ended(id)).state, 'succeeded')
    assert.equal(shared?.executions.length, before)
    shared?.interruptAnything()
    await until('a server that is free again', async () => (await servers())[0]?.condition === 'up')
  })

  test('a workflow that somebody brought draws; taken away, it is offered no more and makes its takes again', async () => {
    const { client } = pool.server.owner
    const { graph } = compilePreset(modelPresets.get('sd15') as Preset, 'text-to-image')
    const file = Buffer.from(JSON.stringify(graph)).toString('base64')
    const read = await client.readWorkflow({ body: { file } })
    assert.deepEqual([read.kind, read.cannot, read.files.length], ['text-to-image', [], 1])
    const both = (await servers()).map(({ id: serverId, label }) => ({ serverId, server: label }))
    assert.deepEqual(read.can, both)
    const lacking = { ...graph, '99': { class_type: 'NodeOfNobody', inputs: {} } }
    const other = await client.readWorkflow({ body: { file: Buffer.from(JSON.stringify(lacking)).toString('base64') } })
    assert.deepEqual([other.can, other.cannot.map(({ serverId, server }) => ({ serverId, server }))], [[], both])
    assert.match(other.cannot[0]?.reasons[0] ?? '', /NodeOfNobody/)
    const places = read.places.flatMap(({ role, nodeId, input }) => (role ? [{ role, nodeId, input }] : []))
    const brought = { name: 'My fox!', kind: read.kind, graph: read.graph, places }
    const { id, own, name } = await client.createPreset({ body: { workflow: brought } })
    assert.deepEqual([id, own, name], ['my-fox', true, 'My fox!'])
    assert.equal((await client.createPreset({ body: { workflow: brought } })).id, 'my-fox-2')
    const [panel = ''] = await pool.newPanels(1)
    const [asked] = await pool.draw([panel], id)
    const done = await pool.ended(asked?.id as string)
    assert.equal(done.state, 'succeeded', done.error?.message)
    await client.deletePreset({ params: { preset: id } })
    assert.ok((await client.listPresets()).items.every(preset => preset.id !== id))
    await refusedWith('invalid-request', client.generate({ body: { target: { kind: 'panel', id: panel }, preset: id } }))
    const again = await client.makeTakeAgain({ params: { id: done.take?.id as string }, body: {} })
    assert.equal((await pool.ended(again.id)).state, 'succeeded')
  })

  test('what was brought and cannot be used is told with its field', async () => {
    const { client } = pool.server.owner
    const fieldOf = async (asked: Promise<unknown>) => (await refusedWith('invalid-request', asked)).errors[0]
    const { graph } = compilePreset(modelPresets.get('sd15') as Preset, 'text-to-image')
    assert.match((await fieldOf(client.readWorkflow({ body: { file: 'AAAA' } })))?.message ?? '', /no JSON/)
    const workflow = {
      name: 'W',
      kind: 'inpaint' as const,
      graph,
      places: [{ role: 'prompt' as const, nodeId: 'no', input: 'x' }],
    }
    assert.match((await fieldOf(client.createPreset({ body: { workflow } })))?.message ?? '', /no place for image and mask/)
    const wrong = await fieldOf(client.createPreset({ body: { workflow: { ...workflow, kind: 'text-to-image' } } }))
    assert.deepEqual(
      [wrong?.field, /no\.x, which the workflow does not have/.test(wrong?.message ?? '')],
      ['workflow.places', true],
    )
    assert.match((await fieldOf(client.createPreset({ body: { preset: { id: 'x' } } })))?.field ?? '', /^preset\./)
    const taken = { ...(modelPresets.get('sd15') as Preset) }
    await refusedWith('already-exists', client.createPreset({ body: { preset: taken } }))
    await client.createPreset({ body: { preset: { ...taken, id: 'sd15-of-mine' } } })
    assert.ok((await client.listPresets()).items.some(({ id, own }) => id === 'sd15-of-mine' && own))
    await refusedWith('forbidden', (await pool.server.account('guest')).client.createPreset({ body: { workflow } }))
  })

  test('an endpoint of RunPod draws what it was added for, and what it may have taken is never asked for twice', async () => {
    const { client } = pool.server.owner
    const { id } = await client.createGenerationServer({
      body: {
        label: 'Pod',
        kind: 'runpod',
        url: pool.runPod.url,
        headers: { Authorization: 'Bearer pod-key' },
        presets: ['sdxl'],
        slots: 2,
      },
    })
    for (const other of await servers())
      if (other.id !== id) await client.updateGenerationServer({ params: { id: other.id }, body: { presets: ['sd15'] } })
    const [first] = await pool.draw(await pool.newPanels(1), 'sdxl')
    const done = await pool.ended(first?.id as string)
    assert.equal(done.state, 'succeeded', done.error?.message)
    pool.runPod.order('lost-reply')
    const before = pool.runPod.jobs().length
    const [second] = await pool.draw(await pool.newPanels(1), 'sdxl')
    const unclear = await pool.ended(second?.id as string)
    assert.equal(unclear.error?.code, 'unclear-submit')
    assert.equal(pool.runPod.jobs().length, before + 1)
    const stored = await pool.server.context.database
      .selectFrom('generationServer')
      .select('headers')
      .where('id', '=', id)
      .executeTakeFirst()
    assert.doesNotMatch(stored?.headers ?? 'pod-key', /pod-key/)
  })

  test('the same process under another address is refused, and so is one of our own network that nobody allowed', async () => {
    const { client } = pool.server.owner
    const url = pool.comfies[0]?.url.replace('127.0.0.1', 'localhost') as string
    const problem = await refusedWith('already-exists', client.createGenerationServer({ body: { label: 'Twin', url } }))
    assert.equal(problem.errors[0]?.field, 'url')
    const near = await refusedWith(
      'invalid-request',
      client.createGenerationServer({ body: { label: 'Near', url: 'http://127.0.0.1:9' } }),
    )
    assert.match(near.errors[0]?.message ?? '', /OUTGOING_ALLOW/)
  })

  test('only who manages the install may add servers or read their addresses', async () => {
    const { client } = await pool.server.account('member')
    await refusedWith('forbidden', client.createGenerationServer({ body: { label: 'Mine', url: 'https://example.org' } }))
    assert.ok((await client.listGenerationServers()).items.every(({ url }) => url === null))
  })
})
