import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addMember, createTestServer, refusedWith, type TestServer } from '../testing.ts'

describe('projects', () => {
  let server: TestServer
  before(async () => {
    server = await createTestServer()
  })
  after(() => server[Symbol.asyncDispose]())

  test('a template brings its frame rate and aspect ratio', async () => {
    const { client } = server.owner
    const montage = await client.createProject({ body: { name: 'Montage', template: 'highlights-montage' } })
    assert.deepEqual([montage.rate, montage.width, montage.height, montage.role], [{ num: 60, den: 1 }, 1280, 720, 'owner'])
    const tall = await client.createProject({
      body: { name: 'Tall', aspectRatio: '9:16', rate: { num: 30_000, den: 1001 }, dropFrame: true },
    })
    assert.deepEqual([tall.width, tall.height, tall.dropFrame], [720, 1280, true])
  })

  test('drop frame at 24 and absurd rates are refused by name', async () => {
    const { client } = server.owner
    const dropFrame = await refusedWith('invalid-request', client.createProject({ body: { name: 'x', dropFrame: true } }))
    assert.equal(dropFrame.errors[0]?.field, 'dropFrame')
    const slow = await refusedWith('invalid-request', client.createProject({ body: { name: 'x', rate: { num: 1, den: 2 } } }))
    assert.equal(slow.errors[0]?.field, 'rate')
  })

  test('pages hold every project once, newest change first, while others are added', async () => {
    const maker = await server.account('maker')
    const names = Array.from({ length: 7 }, (_, index) => `Film ${index}`)
    for (const name of names) await maker.client.createProject({ body: { name } })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await maker.client.listProjects({ query: { limit: 3, ...(cursor ? { cursor } : {}) } })
      seen.push(...page.items.map(({ name }) => name))
      cursor = page.nextCursor ?? undefined
      await maker.client.createProject({ body: { name: 'later' } })
    } while (cursor)
    assert.deepEqual(seen, names.toReversed())
    await refusedWith('invalid-request', maker.client.listProjects({ query: { cursor: 'made up' } }))
  })

  test('search finds the very words, per cent signs and all', async () => {
    const { client } = server.owner
    await client.createProject({ body: { name: '100% true' } })
    const found = async (search: string) => (await client.listProjects({ query: { search } })).items.map(({ name }) => name)
    assert.deepEqual(await found('100%'), ['100% true'])
    assert.deepEqual(await found('0_ t'), [])
    await refusedWith('invalid-request', client.listProjects({ query: { search: 'a\u0000b' } }))
  })

  test('the trash hides a project from everyone and gives it back whole', async () => {
    const { client } = server.owner
    const { id } = await client.createProject({ body: { name: 'Gone' } })
    const editor = await server.account('editor')
    await addMember(server, id, editor, 'editor')
    await refusedWith('forbidden', editor.client.deleteProject({ params: { id } }))
    await client.deleteProject({ params: { id } })
    await refusedWith('not-found', editor.client.getProject({ params: { id } }))
    assert.ok((await client.listProjects({ query: { deleted: 'true' } })).items.some(project => project.id === id))
    assert.equal((await client.restoreProject({ params: { id } })).deletedAt, null)
    assert.equal((await editor.client.getProject({ params: { id } })).role, 'editor')
  })

  test('another frame rate keeps a cut that was edited by hand at its times', async () => {
    const { client } = server.owner
    const { id } = await client.createProject({ body: { name: 'Rates', rate: { num: 24, den: 1 } } })
    const place = (startFrame: number, durationFrames: number) =>
      client.createClip({ body: { projectId: id, name: 'clip', position: { track: 'V1', startFrame, durationFrames } } })
    await place(0, 25)
    await place(25, 48)
    await client.updateProject({ params: { id }, body: { rate: { num: 30, den: 1 } } })
    const { items } = await client.listProjectClips({ params: { id } })
    assert.deepEqual(
      items.map(({ startFrame, durationFrames }) => [startFrame, durationFrames]),
      [
        [0, 31],
        [31, 60],
      ],
    )
  })
})
