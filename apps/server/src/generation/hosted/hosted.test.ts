import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import sharp from 'sharp'
import { releaseBudget } from '../../budgets/settle.ts'
import { createOutgoing } from '../../platform/outgoing/client.ts'
import { parseLocalServers } from '../../platform/outgoing/target.ts'
import { lockBranches } from '../../takes/choose.ts'
import { addMember, createTestServer, refusedWith, type TestServer } from '../../testing.ts'
import { startWebUiDouble, type WebUiDouble } from '../providers/a1111/testing.ts'
import { createOpenAiImages } from '../providers/openai-images/provider.ts'
import { createOpenAiVideo } from '../providers/openai-video/provider.ts'
import type { Provider } from '../providers/provider.ts'
import type { Service } from '../providers/service.ts'
import { keepingAnswers } from './keep-answer.ts'
import { beginOnce } from './submit.ts'
import { type Misbehaviour, type ServiceDouble, startServiceDouble } from './testing.ts'

describe('hosted services', () => {
  let service: ServiceDouble
  let ui: WebUiDouble
  let server: TestServer
  let projectId: string
  let sceneId: string
  before(async () => {
    const picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#d9822b' } })
      .png()
      .toBuffer()
    service = await startServiceDouble(picture, Buffer.from('no film'))
    ui = await startWebUiDouble(picture)
    server = await createTestServer({ OUTGOING_ALLOW: `${service.hostPort},${ui.hostPort}`, ACCOUNT_QUOTA_GB: '1' })
    const { client } = server.owner
    for (const provider of ['openai', 'openai-video'] as const)
      await client.setProviderKey({ params: { provider }, body: { key: 'sk-test', baseUrl: service.baseUrl } })
    projectId = (await client.createProject({ body: { name: 'Paid' } })).id
    const chapter = await client.createChapter({ params: { id: projectId }, body: { title: 'One' } })
    sceneId = (await client.createScene({ body: { chapterId: chapter.id, heading: 'H' } })).id
  })
  after(async () => {
    await server[Symbol.asyncDispose]()
    await service[Symbol.asyncDispose]()
    await ui[Symbol.asyncDispose]()
  })
  beforeEach(() => {
    service.charged.length = 0
    service.next.length = 0
  })

  const api = () => server.owner.client
  const newPanel = async () => (await api().createPanel({ params: { id: sceneId }, body: { description: 'A lamp' } })).id
  const ask = async (preset: string, more: object = {}, panel?: string) => {
    const target = { kind: 'panel' as const, id: panel ?? (await newPanel()) }
    return api().generate({ body: { target, preset, ...more } })
  }
  const image = 'openai-gpt-image-2'
  const ended = async (generation: { id: string }) => {
    for (;;) {
      const found = await api().getGeneration({ params: { id: generation.id } })
      if (['succeeded', 'failed', 'cancelled'].includes(found.state)) return found
      await new Promise(resolve => setTimeout(resolve, 25))
    }
  }
  const budget = () => api().getProjectBudget({ params: { id: projectId } })

  test('a picture is made with one’s own key, kept with its provenance, and booked as it was charged', async () => {
    const before = await budget()
    const done = await ended(await ask(image))
    assert.equal(done.state, 'succeeded', done.error?.message)
    const take = await api().getTake({ params: { id: done.take?.id as string } })
    assert.deepEqual([take.provider, take.model, take.width, take.provenance.costMicros], ['OpenAI', 'gpt-image-2', 64, 30_500])
    assert.deepEqual([...service.keys], ['Bearer sk-test'])
    const sent = JSON.parse(service.charged[0]?.body ?? '') as Record<string, unknown>
    assert.deepEqual([sent['model'], 'seed' in sent, 'response_format' in sent], ['gpt-image-2', false, false])
    assert.match(String(sent['prompt']), /A lamp/)
    const after = await budget()
    assert.deepEqual([after.spentMicros - before.spentMicros, after.heldMicros], [30_500, before.heldMicros])
  })

  test('an identical request costs nothing', async () => {
    const panel = await newPanel()
    await ended(await ask(image, { seed: 3 }, panel))
    const again = await ask(image, { seed: 3 }, panel)
    assert.deepEqual([again.cached, service.charged.length], [true, 1])
  })

  test('a picture that starts from one goes as an edit with the bytes', async () => {
    const panel = await newPanel()
    await ended(await ask(image, {}, panel))
    const done = await ended(await ask(image, { kind: 'image-to-image' }, panel))
    assert.equal(done.state, 'succeeded', done.error?.message)
    const edit = service.charged.at(-1)
    assert.equal(edit?.path, '/images/edits')
    assert.ok(edit.body.includes('name="image[]"') && edit.body.includes('PNG'))
  })

  const maskOf = async (width: number, height: number) => {
    const white = { create: { width: width / 2, height, channels: 3 as const, background: '#fff' } }
    const half = sharp({ create: { width, height, channels: 3, background: '#000' } })
    const file = new Blob([
      await half
        .composite([{ input: white, left: 0, top: 0 }])
        .png()
        .toBuffer(),
    ])
    return (await api().uploadFace({ body: {}, file, fileName: 'mask.png' })).id
  }
  /** A request without the boundary between its parts, which is another one each time. */
  const partsOf = (body: string) => body.replaceAll(body.slice(0, body.indexOf('\r\n')), '')

  test('part of a picture is painted anew within a mask, follows that picture, and can be made again to the byte', async () => {
    const panel = await newPanel()
    const first = await ended(await ask(image, {}, panel))
    const from = first.take?.id as string
    const mask = await maskOf(64, 48)
    await ended(await ask(image, {}, panel))
    const wish = { kind: 'inpaint', seed: 7, words: 'a red hat', guides: { from, mask } }
    const done = await ended(await ask(image, wish, panel))
    assert.equal(done.state, 'succeeded', done.error?.message)
    const edit = service.charged.at(-1)?.body ?? ''
    assert.match(edit, /name="prompt"\r\n\r\na red hat\r\n/)
    const sent = Buffer.from(edit.slice(edit.indexOf('\x89PNG', edit.indexOf('name="mask"'))), 'latin1')
    const { data, info } = await sharp(sent).raw().toBuffer({ resolveWithObject: true })
    const opacityAt = (x: number) => data[x * 4 + 3]
    assert.deepEqual([info.width, info.height, info.channels, opacityAt(4), opacityAt(60)], [64, 48, 4, 0, 255])
    const take = await api().getTake({ params: { id: done.take?.id as string } })
    assert.deepEqual(
      [take.parentId, take.provenance.prompt, take.provenance.parameters, take.provenance.references.map(({ what }) => what)],
      [from, 'a red hat', {}, ['mask']],
    )
    const again = await ended(await api().makeTakeAgain({ params: { id: take.id }, body: {} }))
    assert.equal(again.take?.parentId, from)
    assert.equal(partsOf(service.charged.at(-1)?.body ?? ''), partsOf(edit))
    const [before, other] = [service.charged.length, { ...wish, words: 'a blue hat' }]
    assert.equal((await ask(image, wish, panel)).cached, true)
    assert.equal((await ask(image, { ...wish, words: undefined, guides: { as: take.id } }, panel)).cached, false)
    assert.equal((await ended(await ask(image, other, panel))).cached, false)
    assert.equal(service.charged.length, before + 2)
  })

  test('what a preset needs beside words is asked for by name, and what does not fit is refused', async () => {
    const panel = await newPanel()
    const { take } = await ended(await ask(image, {}, panel))
    const wrong = async (guides: object, kind = 'inpaint') => {
      const { errors } = await refusedWith('invalid-request', ask(image, { kind, guides }, panel))
      return errors.map(({ field, message }) => `${field} ${message}`).join()
    }
    assert.match(await wrong({}), /^guides\.mask is needed/)
    assert.match(
      await wrong({ mask: await maskOf(60, 48) }),
      /^guides\.mask must be as large as the picture, 64 × 48, not 60 × 48/,
    )
    assert.match(await wrong({ mask: take?.id }), /^guides\.mask must be a picture that you uploaded/)
    assert.match(await wrong({ voice: take?.id }, 'image-to-image'), /^guides\.voice is not something/)
    assert.match(await wrong({ from: take?.id }, 'text-to-image'), /^guides\.from is not something/)
    const elsewhere = await ended(await ask(image))
    assert.match(await wrong({ from: elsewhere.take?.id }, 'image-to-image'), /^guides\.from is no picture among the takes/)
    await refusedWith('invalid-request', ask(image, { words: 'x' }, panel))
  })

  test('who asks and who brings a take lock branches and money in the same order', async () => {
    const { database } = server.context
    const panel = await newPanel()
    await ended(await ask(image, {}, panel))
    let asking: Promise<unknown> = Promise.resolve()
    await database.transaction().execute(async tx => {
      await lockBranches(tx, panel)
      asking = ask(image, {}, panel)
      const isWaiting = () =>
        sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(database)
      while ((await isWaiting()).rows.length === 0) await new Promise(resolve => setTimeout(resolve, 10))
      // As the end of a generation does that was paid for.
      await sql`select from budget where scope = 'project' and id = ${projectId} for update nowait`.execute(tx)
    })
    await ended((await asking) as { id: string })
  })

  test('a busy service is asked again, after the time it names', async () => {
    service.next.push({ kind: 'status', status: 429, retryAfter: 1 })
    const done = await ended(await ask(image))
    assert.deepEqual([done.state, service.charged.length], ['succeeded', 1])
  })

  const unclear: Record<string, Misbehaviour> = {
    'a lost reply': { kind: 'lost-reply' },
    'a body that breaks off': { kind: 'truncated' },
    'an answer that is no JSON': { kind: 'nonsense', body: '<html>' },
    'an answer without a picture': { kind: 'nonsense', body: '{"data":[]}' },
    'an answer without end': { kind: 'huge' },
    'a 500': { kind: 'status', status: 500 },
  }
  for (const [name, behaviour] of Object.entries(unclear))
    test(`${name} is never paid twice, says so, and counts as spent`, async () => {
      const before = await budget()
      service.next.push(behaviour)
      const generation = await ask(image)
      const failed = await ended(generation)
      assert.deepEqual([failed.state, failed.error?.code, service.charged.length], ['failed', 'unclear', 1])
      await api().retryJob({ params: { id: generation.jobId as string } })
      assert.equal((await ended(generation)).error?.code, 'unclear')
      assert.equal(service.charged.length, 1)
      const after = await budget()
      assert.deepEqual([after.spentMicros - before.spentMicros, after.heldMicros], [250_000, before.heldMicros])
    })

  test('a refusal is told in the service’s words and given back to the budget', async () => {
    const before = await budget()
    service.next.push({ kind: 'status', status: 400, code: 'moderation_blocked' })
    const failed = await ended(await ask(image))
    assert.deepEqual([failed.error?.code, failed.error?.message], ['moderation_blocked', 'As asked.'])
    await api().setProjectBudget({ params: { id: projectId }, body: { capMicros: before.spentMicros + 250_000 } })
    const done = await ended(await ask(image))
    assert.equal(done.state, 'succeeded')
    const refused = await refusedWith('budget-exceeded', ask(image))
    assert.match(refused.detail, /\$0\.25/)
    await api().setProjectBudget({ params: { id: projectId }, body: { capMicros: null } })
  })

  test('a server that died in the middle of asking does not ask again', async () => {
    await api().pauseQueue()
    const generation = await ask(image)
    await server.context.database
      .insertInto('hostedAttempt')
      .values({ generationId: generation.id, id: generation.id, state: 'intended', remoteId: null })
      .execute()
    await api().resumeQueue()
    const failed = await ended(generation)
    assert.deepEqual([failed.error?.code, service.charged.length], ['unclear', 0])
  })

  test('without a key it says where to leave one', async () => {
    const ann = await server.account('ann')
    const project = await ann.client.createProject({ body: { name: 'No key' } })
    const chapter = await ann.client.createChapter({ params: { id: project.id }, body: { title: 'One' } })
    const scene = await ann.client.createScene({ body: { chapterId: chapter.id, heading: 'H' } })
    const panel = await ann.client.createPanel({ params: { id: scene.id }, body: {} })
    const made = await ann.client.generate({ body: { target: { kind: 'panel', id: panel.id }, preset: image } })
    await assert.rejects(server.jobEnded(ann, made.jobId as string), /no key for OpenAI/)
  })

  test('films: one that the service will not make is told; one that was begun is taken up by its id and not begun again', async () => {
    const film = { kind: 'text-to-video' }
    service.looks.states.push('failed')
    const failed = await ended(await ask('openai-video-sora-2', film))
    assert.deepEqual([failed.error?.code, failed.error?.message], ['moderation', 'Not this.'])
    await api().pauseQueue()
    const generation = await ask('openai-video-sora-2', film)
    await server.context.database
      .insertInto('hostedAttempt')
      .values({ generationId: generation.id, id: generation.id, state: 'submitted', remoteId: 'video_1' })
      .execute()
    await api().resumeQueue()
    // Its content is no film, which the sandbox finds out; it might have been spoilt on its way.
    const broken = await ended(generation)
    assert.deepEqual([broken.state, broken.error?.code], ['failed', 'bad-output'])
    assert.deepEqual(service.fetched, ['video_1', 'video_1', 'video_1'])
    assert.equal(service.charged.length, 1)
  })

  const film = 'openai-video-sora-2'
  const filmKind = { kind: 'text-to-video' }
  const begun = (id: string, state: 'intended' | 'submitted', remoteId: string | null) =>
    server.context.database.insertInto('hostedAttempt').values({ generationId: id, id: randomUUID(), state, remoteId }).execute()
  const spentSince = async (before: { spentMicros: number; heldMicros: number }) => {
    const { spentMicros, heldMicros } = await budget()
    return { spent: spentMicros - before.spentMicros, held: heldMicros - before.heldMicros }
  }

  test('a film that is cancelled when it was begun is called off there, and counts as spent', async () => {
    const before = await budget()
    service.looks.states.push(...Array<'queued'>(50).fill('queued'))
    const generation = await ask(film, filmKind)
    while (service.charged.length === 0 || service.looks.states.length === 50) await new Promise(done => setTimeout(done, 25))
    await api().cancelJob({ params: { id: generation.jobId as string } })
    while (service.deleted.length === 0) await new Promise(done => setTimeout(done, 25))
    service.looks.states.length = 0
    service.deleted.length = 0
    assert.deepEqual(await spentSince(before), { spent: 800_000, held: 0 })
  })

  test('who runs the job of another again pays for it, with a key and a budget of their own', async () => {
    const ben = await server.account('ben')
    await addMember(server, projectId, ben, 'editor')
    const [before, mine, his] = [await budget(), await api().getMyBudget(), await ben.client.getMyBudget()]
    service.next.push({ kind: 'status', status: 400 })
    const generation = await ask(image)
    assert.equal((await ended(generation)).state, 'failed')
    const params = { id: generation.jobId as string }
    await ben.client.setMyBudget({ body: { capMicros: 1 } })
    await refusedWith('budget-exceeded', ben.client.retryJob({ params }))
    await ben.client.setMyBudget({ body: { capMicros: null } })
    await ben.client.retryJob({ params })
    assert.equal((await ended(generation)).error?.code, 'no-key')
    await ben.client.setProviderKey({ params: { provider: 'openai' }, body: { key: 'sk-ben', baseUrl: service.baseUrl } })
    service.keys.clear()
    await ben.client.retryJob({ params })
    assert.equal((await ended(generation)).state, 'succeeded')
    assert.deepEqual([...service.keys], ['Bearer sk-ben'])
    assert.equal((await ben.client.getMyBudget()).spentMicros - his.spentMicros, 30_500)
    assert.deepEqual(await api().getMyBudget(), mine)
    assert.deepEqual(await spentSince(before), { spent: 30_500, held: 0 })
  })

  test('who may not edit a project any more has nothing begun there, and runs nothing of theirs again', async () => {
    const eve = await server.account('eve')
    await addMember(server, projectId, eve, 'editor')
    await eve.client.setProviderKey({ params: { provider: 'openai' }, body: { key: 'sk-eve', baseUrl: service.baseUrl } })
    const before = await budget()
    const asks = async () => {
      const target = { kind: 'panel' as const, id: await newPanel() }
      return eve.client.generate({ body: { target, preset: image } })
    }
    await eve.client.pauseQueue()
    const [waiting, running] = [await asks(), await asks()]
    // As if a worker had taken it at that very moment.
    await sql`update job set paused = true, state = 'running' where id = ${running.jobId}`.execute(server.context.database)
    await api().changeMember({ params: { id: projectId, accountId: eve.id }, body: { role: 'viewer' } })
    await sql`update job set paused = false, state = 'queued' where id = ${running.jobId}`.execute(server.context.database)
    await eve.client.resumeQueue()
    assert.equal((await ended(waiting)).state, 'cancelled')
    assert.equal((await ended(running)).error?.code, 'not-allowed')
    assert.deepEqual(await eve.client.redriveJobs({ body: {} }), { redriven: 0 })
    assert.deepEqual([service.charged.length, await spentSince(before)], [0, { spent: 0, held: 0 }])
  })

  test('a film that the service did not make costs nothing, and is asked for anew when its job is run again', async () => {
    const before = await budget()
    service.looks.states.push('failed')
    const generation = await ask(film, filmKind)
    assert.equal((await ended(generation)).error?.code, 'moderation')
    assert.deepEqual(await spentSince(before), { spent: 0, held: 0 })
    await api().retryJob({ params: { id: generation.jobId as string } })
    assert.equal((await ended(generation)).error?.code, 'bad-output')
    assert.deepEqual([service.charged.length, await spentSince(before)], [2, { spent: 800_000, held: 0 }])
  })

  test('what was begun and has ended after its money was given back is booked', async () => {
    const before = await budget()
    await api().pauseQueue()
    const generation = await ask(film, filmKind)
    service.charged.push({ path: '/videos', body: '' })
    await begun(generation.id, 'submitted', 'video_1')
    await server.context.database.transaction().execute(tx => releaseBudget(tx, generation.id))
    await api().resumeQueue()
    await ended(generation)
    assert.deepEqual(await spentSince(before), { spent: 800_000, held: 0 })
  })

  test('a picture that was made and lost on our side counts as spent', async () => {
    const before = await budget()
    await api().pauseQueue()
    const generation = await ask(image)
    await begun(generation.id, 'submitted', 'x')
    await api().resumeQueue()
    assert.equal((await ended(generation)).error?.code, 'lost')
    assert.deepEqual(await spentSince(before), { spent: 250_000, held: 0 })
  })

  test('a picture that had come when the server stopped is used, and not paid for again', async () => {
    const { database, media } = server.context
    const before = await budget()
    await api().pauseQueue()
    const generation = await ask(image)
    const access = { outgoing: createOutgoing(), localServers: parseLocalServers([service.hostPort]), baseUrl: service.baseUrl }
    const openAi = createOpenAiImages({ ...access, authorization: 'Bearer sk-test' }, { model: 'gpt-image-2', price: 1 })
    const provider = keepingAnswers({ database, media }, generation.id, openAi)
    const request = { kind: 'text-to-image', preset: '', prompt: 'A lamp', negativePrompt: '', width: null } as const
    await beginOnce(server.context, {
      ...{ generationId: generation.id, provider, signal: new AbortController().signal },
      request: { ...request, height: null, aspect: 1, seed: 0, pictures: [], inputs: {} },
    })
    // The process that asked is gone with all that it had in memory.
    await api().resumeQueue()
    const done = await ended(generation)
    assert.equal(done.state, 'succeeded', done.error?.message)
    assert.deepEqual([service.charged.length, done.take?.width], [1, 64])
    assert.deepEqual(await spentSince(before), { spent: 30_500, held: 0 })
    const kept = await database.selectFrom('blobUse').select('hash').where('kind', '=', 'hosted-answer').execute()
    assert.deepEqual(kept, [])
  })

  test('a picture that was paid for is written down as soon as store and database are back', async () => {
    const { database, media, config } = server.context
    await api().pauseQueue()
    const generation = await ask(image)
    const access = { outgoing: createOutgoing(), localServers: parseLocalServers([service.hostPort]), baseUrl: service.baseUrl }
    const openAi = createOpenAiImages({ ...access, authorization: 'Bearer sk-test' }, { model: 'gpt-image-2', price: 1 })
    let outages = 2
    const away = {
      ...media,
      keep: (...given: Parameters<typeof media.keep>) =>
        (outages -= 1) >= 0 ? Promise.reject(new Error('away')) : media.keep(...given),
    }
    const provider = keepingAnswers({ database, media: away }, generation.id, openAi)
    const request = { kind: 'text-to-image', preset: '', prompt: 'A lamp', negativePrompt: '', width: null } as const
    const wish = {
      ...{ generationId: generation.id, provider, signal: new AbortController().signal },
      request: { ...request, height: null, aspect: 1, seed: 0, pictures: [], inputs: {} },
    }
    const full = { ...media, freeBytes: async () => 1000 }
    await assert.rejects(beginOnce({ database, config, media: full }, wish), { code: 'insufficient-storage' })
    assert.equal(service.charged.length, 0)
    // The process dies right behind the answer: what was kept of it is found by whoever goes on.
    const dies = new Proxy(database, {
      get(target, name) {
        if (name === 'updateTable') return () => assert.fail('gone')
        const own: unknown = Reflect.get(target, name, target)
        return typeof own === 'function' ? (own.bind(target) as unknown) : own
      },
    })
    const gone = new AbortController()
    const broken = { ...wish, signal: gone.signal }
    broken.provider = { ...provider, submit: (...given) => provider.submit(...given).finally(() => gone.abort()) }
    await assert.rejects(beginOnce({ database: dies, config, media }, broken))
    assert.equal(service.charged.length, 1)
    await api().resumeQueue()
    const done = await ended(generation)
    assert.equal(done.state, 'succeeded', done.error?.message)
    assert.equal(service.charged.length, 1)
  })

  test('of two workers that hold one job, one asks the service', async () => {
    await api().pauseQueue()
    const generation = await ask(image)
    const together = Promise.withResolvers<void>()
    let submits = 0
    const provider: Provider = {
      ...createOpenAiImages({} as Service, { model: 'x', price: 1 }),
      submit: async ({ id }) => {
        submits += 1
        await together.promise
        return id
      },
    }
    const request = { kind: 'text-to-image', preset: '', prompt: '', negativePrompt: '', width: null, height: null } as const
    const wish = { generationId: generation.id, provider, signal: new AbortController().signal }
    const one = () =>
      beginOnce(server.context, { ...wish, request: { ...request, aspect: 1, seed: 0, pictures: [], inputs: {} } })
    const both = Promise.allSettled([one(), one()])
    while (submits === 0) await new Promise(done => setTimeout(done, 5))
    together.resolve()
    const states = (await both).map(({ status }) => status)
    assert.deepEqual([states.sort(), submits], [['fulfilled', 'rejected'], 1])
    await api().cancelJob({ params: { id: generation.jobId as string } })
    await api().resumeQueue()
  })

  test('a web UI of one’s own draws, and what it lost is drawn again: it charges nothing', async () => {
    const body = { key: 'none', baseUrl: ui.baseUrl }
    await api().setProviderKey({ params: { provider: 'web-ui' }, body })
    ui.next.push('lost-reply')
    const done = await ended(await ask('web-ui', { seed: 5 }))
    assert.equal(done.state, 'succeeded', done.error?.message)
    assert.deepEqual([ui.tasks.length, ui.tasks[1]?.body['seed']], [2, 5])
    // Where it stands in its owner's network is nothing for the others of the project.
    const { provenance } = await api().getTake({ params: { id: done.take?.id as string } })
    assert.equal(provenance.server, 'a web UI')
  })

  describe('an account that has stored nearly all that it may', () => {
    const filled = async (bytes: number) => {
      const { takenBytes } = await api().getMyStorage()
      const row = { id: randomUUID(), ownerId: server.owner.id, fileName: '', title: '', description: '', fingerprint: '' }
      const upload = { ...row, visibility: 'private' as const, bytes: bytes - takenBytes }
      await server.context.database.insertInto('upload').values(upload).execute()
    }
    afterEach(() => server.context.database.deleteFrom('upload').where('ownerId', '=', server.owner.id).execute())

    test('keeps what was asked for before and came beyond the limit, is shown it, and is refused more before it is paid', async () => {
      const panel = await newPanel()
      await filled(999_999_900)
      const done = await ended(await ask('builtin-storyboard', { seed: 77 }, panel))
      assert.equal(done.state, 'succeeded', done.error?.message)
      const { takenBytes, limitBytes, takes } = await api().getMyStorage()
      assert.ok(takenBytes > 1e9 && limitBytes === 1e9 && takes > 100, JSON.stringify({ takenBytes, limitBytes, takes }))
      const before = await budget()
      const { detail, remedy } = await refusedWith('quota-exceeded', ask(image))
      assert.match(detail, /take 1\.0 GB of 1\.0 GB/)
      assert.match(remedy, /Remove videos or projects/)
      await refusedWith('quota-exceeded', api().generateBatch({ body: { projectId, preset: image } }))
      await refusedWith('quota-exceeded', api().makeTakeAgain({ params: { id: done.take?.id as string }, body: { fresh: true } }))
      const file = new Blob([new Uint8Array(5000)])
      await refusedWith('quota-exceeded', api().uploadFace({ body: {}, file, fileName: 'face.png' }))
      assert.deepEqual([service.charged.length, (await budget()).heldMicros], [0, before.heldMicros])
      // What is there already takes no room.
      assert.equal((await ask('builtin-storyboard', { seed: 77 }, panel)).cached, true)
    })

    test('is not charged for what still waited when the limit was reached, whoever makes it', async () => {
      const before = await budget()
      await api().pauseQueue()
      const waiting = [await ask(image), await ask('builtin-storyboard')]
      await filled(1e9)
      await api().resumeQueue()
      for (const one of waiting) {
        const { error } = await ended(one)
        assert.equal(error?.code, 'quota-exceeded')
        assert.match(error.message, /of 1\.0 GB\. Remove videos or projects/)
      }
      assert.deepEqual([service.charged.length, await spentSince(before)], [0, { spent: 0, held: 0 }])
    })

    test('counts with whom the project belongs, not with who helps there', async () => {
      const helper = await server.account('helper')
      await addMember(server, projectId, helper, 'editor')
      await filled(1e9)
      const target = { kind: 'panel' as const, id: await newPanel() }
      await refusedWith('quota-exceeded', helper.client.generate({ body: { target } }))
      assert.equal((await helper.client.getMyStorage()).takenBytes, 0)
      const own = await helper.client.createProject({ body: { name: 'Own' } })
      const chapter = await helper.client.createChapter({ params: { id: own.id }, body: { title: 'One' } })
      const scene = await helper.client.createScene({ body: { chapterId: chapter.id, heading: 'H' } })
      const panel = await helper.client.createPanel({ params: { id: scene.id }, body: { description: 'A lamp' } })
      const asked = await helper.client.generate({ body: { target: { kind: 'panel', id: panel.id } } })
      await server.jobEnded(helper, asked.jobId as string)
      const one = await helper.client.getMyStorage()
      assert.ok(one.takes > 0 && one.takenBytes === one.takes)
      // The copy has takes of its own and not a byte more.
      await helper.client.duplicateProject({ params: { id: own.id }, body: {} })
      assert.deepEqual(await helper.client.getMyStorage(), one)
    })
  })

  test('the original film service is known to be retired', async () => {
    const outgoing = { fetch: () => assert.fail('it was called'), connectWebSocket: () => assert.fail('it was called') }
    const access = { outgoing, localServers: new Set<string>(), baseUrl: 'https://api.openai.com/v1', authorization: 'Bearer k' }
    const provider = createOpenAiVideo(access, { model: 'sora-2', price: 1 })
    const request = {
      kind: 'text-to-video',
      preset: '',
      prompt: 'x',
      negativePrompt: '',
      width: null,
      height: null,
      aspect: 1,
      seed: 0,
    } as const
    await assert.rejects(provider.submit({ id: 'x', request: { ...request, pictures: [], inputs: {} } }), /2026-09-24/)
  })
})
