import { deepEqual, equal, ok } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { boarded, type CutBench, openCut } from '../testing.ts'

describe('the cut that follows the board', () => {
  let bench: CutBench
  before(async () => {
    bench = await openCut()
  })
  after(() => bench.close())

  const clipsOf = async (projectId: string) => (await bench.client.listProjectClips({ params: { id: projectId } })).items
  const places = async (projectId: string) =>
    (await clipsOf(projectId)).map(({ panelId, startFrame, durationFrames }) => [panelId, startFrame, durationFrames])

  it('has one clip for each panel, in story order, on V1', async () => {
    const { projectId, sceneIds, panelIds } = await boarded(bench.client, [
      [{ durationMs: 1000 }, { durationMs: 1520 }],
      [{ durationMs: 2000, imagePrompt: 'a lamp' }],
    ])
    const [[a, b] = [], [c] = []] = panelIds
    deepEqual(await places(projectId), [
      [a, 0, 24],
      [b, 24, 36],
      [c, 60, 48],
    ])
    const clips = await clipsOf(projectId)
    deepEqual(
      clips.map(({ name, track, sceneId }) => [name, track, sceneId]),
      [
        ['1-01', 'V1', sceneIds[0]],
        ['1-02', 'V1', sceneIds[0]],
        ['2-01', 'V1', sceneIds[1]],
      ],
    )
    equal(clips[2]?.prompts.image, 'a lamp')
  })

  it('keeps clips of panels that stay, with prompts and given names', async () => {
    const { client } = bench
    const { projectId, sceneIds, panelIds } = await boarded(client, [[{}, {}]])
    const [first, second] = await clipsOf(projectId)
    ok(first && second)
    await client.setClipPrompts({ params: { id: second.id }, body: { image: 'mine', video: '', negative: '' } })
    await client.updateClip({ params: { id: second.id }, body: { name: 'Hero' } })
    await client.createPanel({ params: { id: sceneIds[0] ?? '' }, body: { durationMs: 500, after: null } })
    const clips = await clipsOf(projectId)
    deepEqual(
      clips.map(({ id, name }) => [id, name]),
      [
        [clips[0]?.id, '1-01'],
        [first.id, '1-02'],
        [second.id, 'Hero'],
      ],
    )
    equal(clips[2]?.prompts.image, 'mine')
    await client.updatePanel({ params: { id: panelIds[0]?.[1] ?? '' }, body: { after: null } })
    deepEqual((await clipsOf(projectId))[0]?.id, second.id)
  })

  it('lets the clip of a deleted panel go and brings it back with the panel', async () => {
    const { client } = bench
    const { projectId, panelIds } = await boarded(client, [[{}, {}, {}]])
    const before = await clipsOf(projectId)
    const params = { id: panelIds[0]?.[1] ?? '' }
    await client.deletePanel({ params })
    equal((await clipsOf(projectId)).length, 2)
    await client.restorePanel({ params })
    deepEqual(
      (await clipsOf(projectId)).map(({ id }) => id),
      before.map(({ id }) => id),
    )
  })

  it('is laid anew at another frame rate', async () => {
    const { client } = bench
    const { projectId } = await boarded(client, [[{ durationMs: 1001 }, { durationMs: 1001 }]])
    await client.updateProject({ params: { id: projectId }, body: { rate: { num: 30_000, den: 1001 } } })
    deepEqual(
      (await clipsOf(projectId)).map(({ durationFrames }) => durationFrames),
      [30, 30],
    )
  })

  it('is left alone after the first edit, until the project goes back to the board', async () => {
    const { client } = bench
    const { projectId, sceneIds } = await boarded(client, [[{ durationMs: 1000 }, { durationMs: 1000 }]])
    const [first, second] = await clipsOf(projectId)
    ok(first && second)
    const position = { track: 'V1', startFrame: 100, durationFrames: 10 }
    await client.placeClip({ params: { id: second.id }, body: position })
    equal((await client.getProject({ params: { id: projectId } })).cutFollowsBoard, false)
    await client.createPanel({ params: { id: sceneIds[0] ?? '' }, body: {} })
    equal((await clipsOf(projectId)).length, 2)
    const own = await client.createClip({ body: { projectId, name: 'Title', position: { ...position, track: 'V2' } } })
    await client.updateProject({ params: { id: projectId }, body: { cutFollowsBoard: true } })
    const clips = await clipsOf(projectId)
    deepEqual(
      clips.map(({ id, startFrame }) => [id, startFrame]),
      [
        [first.id, 0],
        [second.id, 24],
        [clips[2]?.id, 48],
      ],
    )
    ok((await client.listClips({ query: { projectId, deleted: 'true' } })).items.some(({ id }) => id === own.clip.id))
  })

  it('is laid once where several people change the board at the same time', async () => {
    const { client } = bench
    const { projectId, sceneIds } = await boarded(client, [[], []])
    await Promise.all(
      Array.from({ length: 12 }, (_, n) => client.createPanel({ params: { id: sceneIds[n % 2] ?? '' }, body: {} })),
    )
    const clips = await clipsOf(projectId)
    equal(new Set(clips.map(({ panelId }) => panelId)).size, 12)
    deepEqual(
      clips.map(({ startFrame }) => startFrame),
      clips.map((_, index) => index * 72),
    )
  })
})
