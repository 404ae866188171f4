import { deepEqual, equal, ok } from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { addMember, refusedWith } from '../../testing.ts'
import { boarded, type CutBench, openCut } from '../testing.ts'

describe('clips', () => {
  let bench: CutBench
  let board: Awaited<ReturnType<typeof boarded>>
  let strange: Awaited<ReturnType<typeof boarded>>
  before(async () => {
    bench = await openCut()
    board = await boarded(bench.client, [[{ durationMs: 1000 }, { durationMs: 1000 }], [{}]])
    strange = await boarded(bench.client, [[{}]])
  })
  after(() => bench.close())

  const at = (startFrame: number, durationFrames: number, track = 'V2') => ({ track, startFrame, durationFrames })
  const newClip = (name: string, position: ReturnType<typeof at>, more: object = {}) =>
    bench.client.createClip({ body: { projectId: board.projectId, name, position, ...more } })
  const clipsOf = async (projectId: string) => (await bench.client.listProjectClips({ params: { id: projectId } })).items

  it('lie over others only where that is allowed, and the refusal names who is in the way', async () => {
    const { clip } = await newClip('Title', at(1000, 100))
    const problem = await refusedWith('timeline-overlap', newClip('Late', at(1090, 100)))
    deepEqual(problem.errors, [{ field: clip.id, message: '“Title” is there from 01:00:45:10 to 01:00:45:20' }])
    equal((await newClip('Beside', at(1100, 10))).overlaps.length, 0)
    equal((await newClip('Other track', at(1000, 100, 'V3'))).overlaps.length, 0)
    const { overlaps } = await bench.client.createClip({
      body: { projectId: board.projectId, name: 'Over', position: { ...at(1050, 55), allowOverlap: true } },
    })
    deepEqual(
      overlaps.map(({ name, startFrame, endFrame }) => [name, startFrame, endFrame]),
      [
        ['Title', 1050, 1100],
        ['Beside', 1100, 1105],
      ],
    )
  })

  it('are moved and trimmed, but never into one another, however many try at once', async () => {
    const { client } = bench
    const { clip } = await newClip('Moves', at(2000, 10))
    const moved = await client.placeClip({ params: { id: clip.id }, body: { ...at(2005, 20, 'V4'), sourceInFrame: 3 } })
    deepEqual([moved.clip.track, moved.clip.startFrame, moved.clip.durationFrames, moved.clip.sourceInFrame], ['V4', 2005, 20, 3])
    const many = await Promise.all([1, 2, 3, 4, 5, 6].map(n => newClip(`Racer ${n}`, at(3000 + n * 100, 10))))
    const racing = many.map(({ clip: { id } }) => client.placeClip({ params: { id }, body: at(5000, 10) }))
    const landed = (await Promise.allSettled(racing)).filter(({ status }) => status === 'fulfilled')
    equal(landed.length, 1)
  })

  it('refuse places that are none', async () => {
    const { clip } = await newClip('Stays', at(7000, 10))
    const place = (change: object) => bench.client.placeClip({ params: { id: clip.id }, body: { ...at(0, 1, 'V9'), ...change } })
    for (const bad of [
      { track: 'X1' },
      { track: 'V0' },
      { startFrame: -1 },
      { startFrame: 1.5 },
      { durationFrames: 0 },
      { startFrame: 1e9 },
    ])
      await refusedWith('invalid-request', place(bad))
    equal((await bench.client.getClip({ params: { id: clip.id } })).startFrame, 7000)
  })

  it('are tied to scenes and panels of their own project only', async () => {
    const { client } = bench
    const [panelId = ''] = board.panelIds[0] ?? []
    const { clip } = await newClip('Tied', at(8000, 10), { panelId })
    equal(clip.sceneId, board.sceneIds[0])
    const refused: [object, string][] = [
      [{ panelId: strange.panelIds[0]?.[0] }, 'panelId'],
      [{ sceneId: strange.sceneIds[0] }, 'sceneId'],
      [{ sceneId: board.sceneIds[1], panelId }, 'panelId'],
      [{ panelId: randomUUID() }, 'panelId'],
    ]
    for (const [index, [ties, field]] of refused.entries()) {
      equal((await refusedWith('invalid-request', newClip('Bad', at(8100, 10), ties))).errors[0]?.field, field, `case ${index}`)
      equal(
        (await refusedWith('invalid-request', client.updateClip({ params: { id: clip.id }, body: ties }))).errors[0]?.field,
        field,
      )
    }
    const untied = await client.updateClip({ params: { id: clip.id }, body: { panelId: null } })
    deepEqual([untied.panelId, untied.sceneId], [null, null])
    const upper = await client.updateClip({ params: { id: clip.id }, body: { panelId: panelId.toUpperCase() } })
    equal(upper.panelId, panelId)
    const stranger = await client.createCharacter({ body: { projectId: strange.projectId, name: 'JON' } })
    await refusedWith('invalid-request', client.updateClip({ params: { id: clip.id }, body: { characterIds: [stranger.id] } }))
  })

  it('go to the trash and come back where they were, unless someone lies there', async () => {
    const { client } = bench
    const { clip } = await newClip('Comes back', at(9000, 10))
    const params = { id: clip.id }
    await client.deleteClip({ params })
    await refusedWith('not-found', client.getClip({ params }))
    const blocking = await newClip('Blocks', at(9005, 10))
    await refusedWith('timeline-overlap', client.restoreClip({ params }))
    await client.deleteClip({ params: { id: blocking.clip.id } })
    const back = await client.restoreClip({ params })
    deepEqual([back.startFrame, back.deletedAt], [9000, null])
    equal((await client.restoreClip({ params })).deletedAt, null)
  })

  it('come in pages by track and frame', async () => {
    const { client } = bench
    const { projectId } = await boarded(client, [[]])
    const wanted = [at(50, 5, 'V2'), at(0, 5, 'V10'), at(0, 5, 'A1'), at(0, 5, 'V2'), at(9, 5, 'V1')]
    for (const position of wanted) await client.createClip({ body: { projectId, name: 'x', position } })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await client.listClips({ query: { projectId, limit: 2, ...(cursor ? { cursor } : {}) } })
      seen.push(...page.items.map(({ track, startFrame }) => `${track} ${startFrame}`))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    deepEqual(seen, ['V1 9', 'V2 0', 'V2 50', 'V10 0', 'A1 0'])
    await refusedWith('invalid-request', client.listClips({ query: { projectId, cursor: 'nonsense' } }))
  })

  it('take a character in once, and so does their panel', async () => {
    const { client } = bench
    const { projectId, panelIds } = await boarded(client, [[{}]])
    const [clip] = await clipsOf(projectId)
    ok(clip)
    const mara = await client.createCharacter({
      body: { projectId, name: 'MARA', look: 'grey coat, short dark hair', negativePrompt: 'hat' },
    })
    await client.setClipPrompts({ params: { id: clip.id }, body: { image: 'a lamp', video: '', negative: '' } })
    const apply = () => client.applyCharacter({ params: { id: mara.id, clipId: clip.id } })
    await apply()
    const applied = await apply()
    deepEqual(applied.characterIds, [mara.id])
    deepEqual(applied.prompts, {
      image: 'a lamp, grey coat, short dark hair',
      video: 'grey coat, short dark hair',
      negative: 'hat',
    })
    const panel = await client.getPanel({ params: { id: panelIds[0]?.[0] ?? '' } })
    deepEqual(panel.characterIds, [mara.id])
    equal((await client.getProject({ params: { id: projectId } })).cutFollowsBoard, true)
    const [foreign] = await clipsOf(strange.projectId)
    await refusedWith('not-found', client.applyCharacter({ params: { id: mara.id, clipId: foreign?.id ?? '' } }))
  })

  it('show what their panel shows, and all that was drawn for it', async () => {
    const { client } = bench
    const { projectId, panelIds } = await boarded(client, [[{ description: 'A lamp' }]])
    const takeId = await bench.draw(panelIds[0]?.[0] ?? '')
    const [clip] = await clipsOf(projectId)
    equal(clip?.chosenTakeId, takeId)
    const thumbnail = await fetch(bench.server.address + clip?.thumbnailUrl)
    equal(thumbnail.headers.get('content-type'), 'image/webp')
    const { items } = await client.getClipGallery({ params: { id: clip?.id ?? '' } })
    deepEqual(
      items.map(({ id }) => id),
      [takeId],
    )
  })

  it('answer by role', async () => {
    const { projectId } = board
    const { clip } = await newClip('Guarded', at(12_000, 10))
    const params = { id: clip.id }
    for (const role of ['editor', 'commenter', 'viewer'] as const) {
      const account = await bench.server.account(role)
      await addMember(bench.server, projectId, account, role)
      const { client } = account
      equal((await client.getClip({ params })).id, clip.id)
      const move = client.placeClip({ params, body: at(12_000, 11) })
      if (role === 'editor') await move
      else await refusedWith('forbidden', move)
    }
    const outsider = await bench.server.account('outsider')
    await refusedWith('not-found', outsider.client.getClip({ params }))
    await refusedWith('not-found', outsider.client.deleteClip({ params }))
    await refusedWith('unauthenticated', bench.server.anonymous.getClip({ params }))
  })

  it('are analysed scene by scene', async () => {
    const { client } = bench
    const dialogue = [{ characterId: null, character: 'MARA', parenthetical: '', text: 'x'.repeat(32) }]
    const { projectId, sceneIds } = await boarded(client, [
      [
        { durationMs: 1000, shotSize: 'wide' },
        { durationMs: 3000, dialogue },
      ],
      [{}],
    ])
    const [first] = await clipsOf(projectId)
    await client.placeClip({ params: { id: first?.id ?? '' }, body: at(0, 12, 'V1') })
    const found = await client.analyseSceneTimeline({ params: { id: sceneIds[0] ?? '' } })
    deepEqual(
      [found.startFrame, found.durationFrames, found.durationMs, found.clipCount, found.dialogueMs],
      [0, 96, 4000, 2, 2000],
    )
    deepEqual(found.gaps, [{ startFrame: 12, endFrame: 24 }])
    deepEqual(found.shotSizes, { wide: 1, medium: 1 })
  })
})
