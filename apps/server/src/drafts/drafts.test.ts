import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { v7 as uuid } from 'uuid'
import { openStory, type StoryBench } from '../story/testing.ts'
import { refusedWith } from '../testing.ts'

describe('drafts', () => {
  let bench: StoryBench
  before(async () => {
    bench = await openStory()
  })
  after(() => bench.close())

  const panelIn = async (name: string) => {
    const projectId = await bench.newProject(name)
    const { id: sceneId } = await bench.newScene((await bench.newChapter(projectId, 'One')).id, 'INT. BOOTH - NIGHT')
    return { projectId, sceneId, panelId: (await bench.newPanel(sceneId, 'A reel turns')).id }
  }

  test('a chosen text becomes the text of its target, and another can be chosen after it', async () => {
    const { client } = bench
    const { projectId, sceneId } = await panelIn('Texts')
    const draft = await client.createDraft({
      body: {
        ...{ projectId, title: 'How it opens', target: { kind: 'scene', id: sceneId, field: 'text' } },
        candidates: [{ text: 'Rain.' }, { text: 'Sun.', note: 'brighter' }],
      },
    })
    assert.deepEqual([draft.chosenCandidateId, draft.candidates[1]?.note], [null, 'brighter'])
    for (const candidate of draft.candidates) {
      await client.selectDraft({ params: { id: draft.id }, body: { candidateId: candidate.id } })
      assert.equal((await client.getScene({ params: { id: sceneId } })).text, candidate.text)
    }
    const found = async (state: 'open' | 'chosen') => (await client.listDrafts({ query: { projectId, state } })).items.length
    assert.deepEqual([await found('open'), await found('chosen')], [0, 1])
    await client.deleteDraft({ params: { id: draft.id } })
    assert.equal(await found('chosen'), 0)
    assert.equal((await client.restoreDraft({ params: { id: draft.id } })).deletedAt, null)
  })

  test('a chosen take becomes what its panel shows', async () => {
    const { client } = bench
    const { projectId, panelId } = await panelIn('Takes')
    const [first, second] = [await bench.draw(panelId), await bench.draw(panelId)]
    const target = { kind: 'panel', id: panelId, field: 'take' } as const
    const { id, candidates } = await client.createDraft({
      body: { projectId, title: 'Which', target, candidates: [{ takeId: first }, { takeId: second }] },
    })
    await client.selectDraft({ params: { id }, body: { candidateId: candidates[0]?.id ?? '' } })
    assert.equal((await client.getPanel({ params: { id: panelId } })).chosenTake?.id, first)
  })

  test('what is no candidate, no target and no take of it is refused by name', async () => {
    const { client } = bench
    const { projectId, sceneId, panelId } = await panelIn('Refused')
    const other = await panelIn('Other')
    const target = { kind: 'scene', id: sceneId, field: 'text' } as const
    const body = { projectId, title: 'x', target, candidates: [{ text: 'Rain.' }] }
    const fieldOf = async (wrong: Partial<Parameters<typeof client.createDraft>[0]['body']>) =>
      (await refusedWith('invalid-request', client.createDraft({ body: { ...body, ...wrong } }))).errors[0]?.field
    assert.equal(await fieldOf({ target: { ...target, id: other.sceneId } }), 'target.id')
    assert.equal(await fieldOf({ candidates: [{ text: 'a' }, { takeId: uuid() }] }), 'candidates.1')
    const picture = { kind: 'panel', id: panelId, field: 'take' } as const
    assert.equal(await fieldOf({ target: picture, candidates: [{ takeId: uuid() }] }), 'candidates.0.takeId')
    assert.equal(await fieldOf({ candidates: [] }), 'candidates')
    const { id } = await client.createDraft({ body })
    const stranger = await refusedWith('invalid-request', client.selectDraft({ params: { id }, body: { candidateId: uuid() } }))
    assert.equal(stranger.errors[0]?.field, 'candidateId')
    await client.deleteScene({ params: { id: sceneId } })
    const { candidates } = await client.getDraft({ params: { id } })
    await refusedWith('not-found', client.selectDraft({ params: { id }, body: { candidateId: candidates[0]?.id ?? '' } }))
  })
})
