import { deepEqual, equal } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openStory, type StoryBench } from '../story/testing.ts'
import { addMember, refusedWith, type TestAccount } from '../testing.ts'

describe('comments', () => {
  let bench: StoryBench
  let params: { id: string }
  let panelId: string
  let people: Record<'commenter' | 'viewer' | 'outsider', TestAccount>
  before(async () => {
    bench = await openStory()
    const id = await bench.newProject('Said')
    params = { id }
    const chapter = await bench.newChapter(id, 'One')
    const scene = await bench.newScene(chapter.id, 'INT. HALL - DAY')
    panelId = (await bench.newPanel(scene.id, 'A door')).id
    const [commenter, viewer, outsider] = await Promise.all(['commenter', 'viewer', 'outsider'].map(bench.server.account))
    people = { commenter, viewer, outsider } as typeof people
    await addMember(bench.server, id, people.commenter, 'commenter')
    await addMember(bench.server, id, people.viewer, 'viewer')
  })
  after(() => bench.close())

  const say = (text: string, more: object = {}) =>
    people.commenter.client.createComment({ params, body: { target: { kind: 'panel', id: panelId }, text, ...more } })
  const ofComment = (commentId: string) => ({ params: { ...params, commentId } })

  it('stand in threads that are closed and opened again', async () => {
    const { client } = bench
    const first = await say('Too dark?')
    const answer = await client.createComment({
      params,
      body: { target: { kind: 'cut', from: 0, to: 5 }, threadId: first.id, text: 'No.', mentions: [people.viewer.id] },
    })
    deepEqual([answer.target, answer.mentions], [{ kind: 'panel', id: panelId }, [people.viewer.id]])
    const list = async (state: 'open' | 'resolved') =>
      (await people.viewer.client.listComments({ params, query: { targetId: panelId, state } })).items.map(({ text }) => text)
    deepEqual(await list('open'), ['Too dark?', 'No.'])
    await refusedWith('not-possible-now', client.resolveComment({ ...ofComment(answer.id), body: { resolved: true } }))
    await client.resolveComment({ ...ofComment(first.id), body: { resolved: true } })
    deepEqual([await list('open'), await list('resolved')], [[], ['Too dark?', 'No.']])
    await client.resolveComment({ ...ofComment(first.id), body: { resolved: false } })
    deepEqual(await list('open'), ['Too dark?', 'No.'])
    await client.deleteComment(ofComment(first.id))
    deepEqual(await list('open'), [])
  })

  it('are found by whom they speak to', async () => {
    const { viewer, commenter } = people
    const spoken = await say('Look at this', { mentions: [viewer.id] })
    const heard = async (client: StoryBench['client'], state: 'open' | 'all' = 'open') =>
      (await client.listComments({ params, query: { mentioned: 'true', state } })).items.map(({ id }) => id)
    deepEqual([await heard(viewer.client), await heard(commenter.client)], [[spoken.id], []])
    await bench.client.resolveComment({ ...ofComment(spoken.id), body: { resolved: true } })
    deepEqual([await heard(viewer.client), await heard(viewer.client, 'all')], [[], [spoken.id]])
    await bench.client.deleteComment(ofComment(spoken.id))
  })

  it('speak about stretches of the cut', async () => {
    const made = await bench.client.createComment({ params, body: { target: { kind: 'cut', from: 24, to: 48 }, text: 'Slow' } })
    deepEqual(made.target, { kind: 'cut', from: 24, to: 48 })
    await refusedWith(
      'invalid-request',
      bench.client.createComment({ params, body: { target: { kind: 'cut', from: 48, to: 48 }, text: 'Nothing' } }),
    )
    equal((await bench.client.listComments({ params, query: { kind: 'cut' } })).items.length, 1)
  })

  it('are changed by who wrote them alone, and taken away by them or the owner', async () => {
    const mine = await say('Mine')
    await refusedWith('forbidden', bench.client.updateComment({ ...ofComment(mine.id), body: { text: 'Yours' } }))
    const changed = await people.commenter.client.updateComment({ ...ofComment(mine.id), body: { text: 'Still mine' } })
    deepEqual([changed.text, changed.editedAt === null], ['Still mine', false])
    const owners = await bench.client.createComment({ params, body: { target: { kind: 'panel', id: panelId }, text: 'Hers' } })
    await refusedWith('forbidden', people.commenter.client.deleteComment(ofComment(owners.id)))
    await bench.client.deleteComment(ofComment(mine.id))
    await refusedWith('not-found', people.commenter.client.updateComment({ ...ofComment(mine.id), body: { text: 'Gone' } }))
  })

  it('refuse those who may only look, and what lies elsewhere', async () => {
    const body = { target: { kind: 'panel', id: panelId } as const, text: 'Hello' }
    await refusedWith('forbidden', people.viewer.client.createComment({ params, body }))
    await refusedWith('not-found', people.outsider.client.createComment({ params, body }))
    await refusedWith('invalid-request', say('Hello', { mentions: [people.outsider.id] }))
    await refusedWith('invalid-request', say('Hello', { target: { kind: 'scene', id: panelId } }))
    await refusedWith('invalid-request', say('Hello', { threadId: panelId }))
    await refusedWith('invalid-request', say('  \n '))
  })
})
