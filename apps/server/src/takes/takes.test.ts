import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import sharp from 'sharp'
import { refusedWith } from '../testing.ts'
import { openStory, type StoryBench } from '../story/testing.ts'

describe('takes of a panel', () => {
  let bench: StoryBench
  let sceneId: string
  let projectId: string
  before(async () => {
    bench = await openStory()
    projectId = await bench.newProject('Takes')
    const chapter = await bench.newChapter(projectId, 'One')
    sceneId = (await bench.newScene(chapter.id, 'INT. BOOTH - NIGHT')).id
  })
  after(() => bench.close())

  const newPanel = async (words: string) => (await bench.newPanel(sceneId, words)).id
  const chosen = async (id: string) => (await bench.client.getPanel({ params: { id } })).chosenTake?.id ?? null
  const branches = async (id: string) => (await bench.client.listTakeBranches({ params: { id } })).items
  const branch = (id: string, name: string, more: object = {}) =>
    bench.client.createTakeBranch({ params: { id }, body: { name, ...more } })
  const hashOf = async (id: string) =>
    (await bench.server.context.database.selectFrom('take').select('blobHash').where('id', '=', id).executeTakeFirstOrThrow())
      .blobHash

  test('know the one they follow and the branch they were made on', async () => {
    const panel = await newPanel('A door')
    const first = await bench.draw(panel)
    const second = await bench.draw(panel)
    const [main] = await branches(panel)
    assert.deepEqual([main?.name, main?.active, main?.chosenTakeId], ['main', true, second])
    const take = await bench.client.getTake({ params: { id: second } })
    assert.deepEqual([take.parentId, take.branchId], [first, main?.id])
    const { xmp } = await sharp(Buffer.from(await (await fetch(bench.server.address + take.url)).arrayBuffer())).metadata()
    assert.match(String(xmp), /digitalsourcetype\/algorithmicMedia"/)
  })

  test('switching shows what was chosen on each branch, merging takes a choice over, going back undoes it', async () => {
    const panel = await newPanel('A lamp')
    const [one, two] = [await bench.draw(panel), await bench.draw(panel)]
    const darker = await branch(panel, 'darker', { fromTakeId: one })
    assert.deepEqual([darker.active, await chosen(panel)], [true, one])
    const three = await bench.draw(panel)
    assert.equal((await bench.client.getTake({ params: { id: three } })).parentId, one)
    const main = (await branches(panel)).find(({ name }) => name === 'main')
    assert.ok(main)
    assert.equal(main.chosenTakeId, two)
    await bench.client.switchTakeBranch({ params: { id: main.id } })
    assert.equal(await chosen(panel), two)
    await bench.client.mergeTakeBranch({ params: { id: main.id }, body: { fromBranchId: darker.id } })
    assert.equal(await chosen(panel), three)
    const tree = await bench.client.getTakeTree({ params: { id: panel } })
    assert.deepEqual(
      tree.takes.map(({ take, lane, row }) => [take.id, lane, row]),
      [
        [one, 0, 0],
        [two, 0, 1],
        [three, 1, 2],
      ],
    )
    assert.deepEqual(
      tree.merges.map(({ takeId, fromBranchId, branchId }) => [takeId, fromBranchId, branchId]),
      [[three, darker.id, main.id]],
    )
    await bench.client.goBackOnTakeBranch({ params: { id: main.id } })
    assert.equal(await chosen(panel), two)
    await bench.client.goBackOnTakeBranch({ params: { id: main.id } })
    assert.equal(await chosen(panel), one)
    assert.deepEqual((await bench.client.getTakeTree({ params: { id: panel } })).merges, [])
  })

  test('a take lands on the branch it was asked for on, wherever the panel is by then', async () => {
    const panel = await newPanel('A window')
    const first = await bench.draw(panel)
    await bench.client.pauseQueue()
    const { id, jobId } = await bench.client.generate({ body: { target: { kind: 'panel', id: panel } } })
    const other = await branch(panel, 'other')
    await bench.client.resumeQueue()
    await bench.server.jobEnded(bench.server.owner, jobId as string)
    assert.equal(await chosen(panel), first)
    const main = (await branches(panel)).find(({ name }) => name === 'main')
    const made = (await bench.client.getGeneration({ params: { id } })).take?.id
    assert.equal(main?.chosenTakeId, made)
    assert.equal(other.chosenTakeId, first)
  })

  test('branches are named once, renamed, and deleted without their takes', async () => {
    const panel = await newPanel('A hat')
    await bench.draw(panel)
    const night = await branch(panel, 'Night')
    const drawn = await bench.draw(panel)
    const taken = await refusedWith('already-exists', branch(panel, 'night'))
    assert.equal(taken.errors[0]?.field, 'name')
    await refusedWith('not-possible-now', bench.client.deleteTakeBranch({ params: { id: night.id } }))
    const [main] = await branches(panel)
    await refusedWith(
      'invalid-request',
      bench.client.mergeTakeBranch({ params: { id: night.id }, body: { fromBranchId: night.id } }),
    )
    await refusedWith('invalid-request', branch(panel, 'x', { fromTakeId: main?.id }))
    await bench.client.updateTakeBranch({ params: { id: night.id }, body: { name: 'Dusk' } })
    await bench.client.switchTakeBranch({ params: { id: main?.id as string } })
    await bench.client.deleteTakeBranch({ params: { id: night.id } })
    assert.equal((await branches(panel)).length, 1)
    assert.ok((await bench.client.listPanelTakes({ params: { id: panel } })).items.some(({ id }) => id === drawn))
  })

  test('many who draw, choose and branch at once leave one branch shown, and its choice', async () => {
    const panel = await newPanel('A crowd')
    const takes = [await bench.draw(panel), await bench.draw(panel)]
    const made = await Promise.all(['a', 'b', 'c', 'd'].map(name => branch(panel, name)))
    await Promise.all([
      ...made.map(({ id }) => bench.client.switchTakeBranch({ params: { id } })),
      ...takes.map(id => bench.client.chooseTake({ params: { id } })),
      bench.draw(panel),
    ])
    const active = (await branches(panel)).filter(one => one.active)
    assert.equal(active.length, 1)
    assert.equal(active[0]?.chosenTakeId, await chosen(panel))
  })

  test('made again is the identical request, whatever the panel says by then, and the identical picture', async () => {
    const panel = await newPanel('A key')
    const first = await bench.draw(panel)
    await bench.client.updatePanel({ params: { id: panel }, body: { description: 'An elephant' } })
    const again = await bench.client.makeTakeAgain({ params: { id: first }, body: {} })
    await bench.server.jobEnded(bench.server.owner, again.jobId as string)
    const { take, seed } = await bench.client.getGeneration({ params: { id: again.id } })
    assert.ok(take && take.id !== first)
    const compared = await bench.client.compareTakes({ params: { id: first }, query: { with: take.id } })
    assert.deepEqual(compared.differences, [])
    assert.deepEqual([seed, await hashOf(take.id)], [compared.left.seed, await hashOf(first)])
    assert.equal(take.stale, true)
  })

  test('what was asked for before is answered with its take, for nothing, and says so', async () => {
    const panel = await newPanel('A bell')
    const body = { target: { kind: 'panel', id: panel }, seed: 7 } as const
    const first = await bench.client.generate({ body })
    await bench.server.jobEnded(bench.server.owner, first.jobId as string)
    const take = (await bench.client.getGeneration({ params: { id: first.id } })).take?.id
    await bench.draw(panel)
    const second = await bench.client.generate({ body })
    assert.deepEqual([second.cached, second.state, second.jobId, second.take?.id], [true, 'succeeded', null, take])
    assert.equal(await chosen(panel), take)
    const fresh = await bench.client.generate({ body: { ...body, fresh: true } })
    assert.equal(fresh.cached, false)
  })

  test('two takes are compared field by field', async () => {
    const panel = await newPanel('A cat')
    const first = await bench.draw(panel)
    await bench.client.updatePanel({ params: { id: panel }, body: { description: 'A dog', shotSize: 'close-up' } })
    const second = await bench.draw(panel)
    const { differences } = await bench.client.compareTakes({ params: { id: first }, query: { with: second } })
    assert.deepEqual(
      differences.map(({ field }) => field),
      ['seed', 'inputs.shotSize', 'inputs.description'],
    )
    const changesOf = async (id: string) => (await bench.client.getTake({ params: { id } })).changes
    assert.deepEqual(await changesOf(first), [
      { field: 'shotSize', left: 'medium', right: 'close-up' },
      { field: 'description', left: 'A cat', right: 'A dog' },
    ])
    assert.deepEqual(await changesOf(second), [])
    const elsewhere = await bench.newProject('Elsewhere')
    const chapter = await bench.newChapter(elsewhere, 'One')
    const scene = await bench.newScene(chapter.id, 'H')
    const foreign = await bench.draw((await bench.newPanel(scene.id, 'x')).id)
    await refusedWith('invalid-request', bench.client.compareTakes({ params: { id: first }, query: { with: foreign } }))
  })

  test('favourites are kept, deleted takes come back', async () => {
    const panel = await newPanel('A ring')
    const id = await bench.draw(panel)
    assert.equal((await bench.client.updateTake({ params: { id }, body: { favourite: true } })).favourite, true)
    await bench.client.deleteTake({ params: { id } })
    assert.equal(await chosen(panel), null)
    await refusedWith('not-found', bench.client.getTake({ params: { id } }))
    const at = { params: { id: panel } }
    const lists = await Promise.all([bench.client.listDeletedTakes(at), bench.client.listPanelTakes(at)])
    assert.deepEqual(
      lists.map(({ items }) => items.map(take => take.id)),
      [[id], []],
    )
    assert.equal((await bench.client.restoreTake({ params: { id } })).favourite, true)
    assert.equal(await chosen(panel), id)
  })

  test('stale takes of a project are listed with the price of making them again', async () => {
    const project = await bench.newProject('Stale')
    const chapter = await bench.newChapter(project, 'One')
    const scene = await bench.newScene(chapter.id, 'H')
    const [kept, edited] = [(await bench.newPanel(scene.id, 'kept')).id, (await bench.newPanel(scene.id, 'edited')).id]
    await bench.draw(kept)
    const take = await bench.draw(edited)
    assert.deepEqual(await bench.client.listStaleTakes({ params: { id: project } }), { items: [], costMicros: 0 })
    await bench.client.updatePanel({ params: { id: edited }, body: { description: 'edited twice' } })
    const { items } = await bench.client.listStaleTakes({ params: { id: project } })
    assert.deepEqual(
      items.map(one => [one.panelId, one.take.id, one.preset, one.costMicros]),
      [[edited, take, 'builtin-storyboard', 0]],
    )
  })
})
