import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import type { TimelineEdit } from '@storycanvas/api'
import { createClip, type Timeline } from '@storycanvas/timeline'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { addMember, refusedWith, type TestAccount } from '../../testing.ts'
import { changeCut } from '../cut/change-cut.ts'
import { boarded, type CutBench, openCut } from '../testing.ts'
import { writeStep } from './write-step.ts'

describe('edits of the cut', () => {
  let bench: CutBench
  before(async () => {
    bench = await openCut()
  })
  after(() => bench.close())

  const edit = (id: string, edits: object[], label?: string, { client }: Pick<TestAccount, 'client'> = bench) =>
    client.editTimeline({ params: { id }, body: { edits: edits as TimelineEdit[], ...(label ? { label } : {}) } })
  const undo = (id: string, { client }: Pick<TestAccount, 'client'> = bench) => client.undoTimeline({ params: { id }, body: {} })
  const redo = (id: string) => bench.client.redoTimeline({ params: { id }, body: {} })
  const document = async (id: string, { client }: Pick<TestAccount, 'client'> = bench) =>
    (await client.getTimeline({ params: { id } })) as unknown as Timeline
  const clipsOf = async (id: string) => (await bench.client.listProjectClips({ params: { id } })).items
  const layout = async (id: string) =>
    (await clipsOf(id)).map(clip => `${clip.name} ${clip.track} ${clip.startFrame}+${clip.durationFrames}@${clip.sourceInFrame}`)
  /** Three panels of one second each, butted on V1. */
  const cut = (...panels: object[]) => boarded(bench.client, [[0, 1, 2].map(index => ({ durationMs: 1000, ...panels[index] }))])

  async function showVideo(panelId: string, projectId: string, durationMs: number) {
    const { database } = bench.server.context
    const id = uuid()
    await database
      .insertInto('take')
      .values({
        ...{ id, projectId, panelId, clipId: null, generationId: null, parentId: null, kind: 'video', mediaType: 'video/mp4' },
        ...{
          blobHash: '1'.repeat(64),
          thumbnailHash: '1'.repeat(64),
          width: 64,
          height: 36,
          durationMs,
          rateNum: 30,
          rateDen: 1,
        },
        ...{ provider: 'test', model: 'test', seed: 1, inputs: '{}', inputsHash: '' },
      })
      .execute()
    await database.updateTable('panel').set({ chosenTakeId: id }).where('id', '=', panelId).execute()
  }

  it('split a clip into two of the same panel, with the same prompts, and are taken back and made again', async () => {
    const { projectId, panelIds } = await cut()
    const [, clip] = await clipsOf(projectId)
    ok(clip)
    await bench.client.setClipPrompts({ params: { id: clip.id }, body: { image: 'a lamp', video: 'it flickers', negative: '' } })
    const step = await edit(projectId, [{ kind: 'split', clipId: clip.id.toUpperCase(), at: 34 }])
    deepEqual([step.undo, step.redo, step.changedClipIds.length], [{ label: 'Split “1-02”' }, null, 2])
    const halves = (await clipsOf(projectId)).filter(({ panelId }) => panelId === panelIds[0]?.[1])
    deepEqual(
      halves.map(half => [half.startFrame, half.durationFrames, half.sourceInFrame, half.prompts.video]),
      [
        [24, 10, 0, 'it flickers'],
        [34, 14, 10, 'it flickers'],
      ],
    )
    equal((await bench.client.getProject({ params: { id: projectId } })).cutFollowsBoard, false)
    const undone = await undo(projectId)
    deepEqual([undone.undo, undone.redo, undone.removedClipIds], [null, { label: 'Split “1-02”' }, [halves[1]?.id]])
    deepEqual(await layout(projectId), ['1-01 V1 0+24@0', '1-02 V1 24+24@0', '1-03 V1 48+24@0'])
    await redo(projectId)
    equal((await clipsOf(projectId))[2]?.id, halves[1]?.id)
    await undo(projectId)
    await edit(projectId, [{ kind: 'set', clipId: clip.id, gainDb: -3 }])
    await refusedWith('not-possible-now', redo(projectId))
  })

  it('are all made or none, and a refusal says which one and why', async () => {
    const { projectId } = await cut()
    const [a, b] = await clipsOf(projectId)
    const trim = { kind: 'trim', clipId: a?.id, edge: 'out', by: -4 }
    const before = await layout(projectId)
    const refused = await refusedWith('timeline-refused', edit(projectId, [trim, { kind: 'split', clipId: b?.id, at: 500 }]))
    deepEqual(refused.errors, [{ field: 'edits.1', message: 'Frame 500 is not inside “1-02”.' }])
    const over = await refusedWith('timeline-overlap', edit(projectId, [{ ...trim, by: 4 }]))
    match(over.detail, /overlap/)
    deepEqual(
      over.errors.map(({ field }) => field),
      ['edits.0', a?.id, b?.id],
    )
    const stranger = (await clipsOf((await cut()).projectId))[0]
    for (const clipId of [stranger?.id, randomUUID()])
      await refusedWith('timeline-refused', edit(projectId, [{ kind: 'set', clipId, gainDb: 1 }]))
    await refusedWith('timeline-refused', edit(projectId, [{ kind: 'slip', clipId: a?.id, by: 2 }]))
    await refusedWith(
      'timeline-refused',
      edit(projectId, [{ kind: 'move', clipId: a?.id, track: 'A1', startFrame: 0, onto: 'refuse' }]),
    )
    deepEqual(await layout(projectId), before)
    await refusedWith('not-possible-now', undo(projectId))
  })

  it('move, ripple and remove with room made and closed', async () => {
    const { projectId } = await cut()
    const [a, b, c] = (await clipsOf(projectId)).map(({ id }) => id)
    await edit(projectId, [{ kind: 'move', clipId: a, track: 'V1', startFrame: 48, onto: 'insert' }])
    deepEqual(await layout(projectId), ['1-02 V1 0+24@0', '1-01 V1 24+24@0', '1-03 V1 48+24@0'])
    await edit(projectId, [{ kind: 'remove', clipIds: [b], ripple: true }])
    deepEqual(await layout(projectId), ['1-01 V1 0+24@0', '1-03 V1 24+24@0'])
    await edit(projectId, [
      { kind: 'ripple', clipId: a, edge: 'in', by: 4 },
      { kind: 'move', clipId: c, track: 'V2', startFrame: 10, onto: 'refuse' },
    ])
    deepEqual(await layout(projectId), ['1-01 V1 0+20@4', '1-03 V2 10+24@0'])
    for (let step = 0; step < 3; step += 1) await undo(projectId)
    deepEqual(await layout(projectId), ['1-01 V1 0+24@0', '1-02 V1 24+24@0', '1-03 V1 48+24@0'])
  })

  it('put panels in, with their prompts', async () => {
    const { projectId, panelIds } = await cut({ imagePrompt: 'a lamp' })
    const source = { panelId: panelIds[0]?.[0] }
    const { changedClipIds } = await edit(projectId, [
      { kind: 'insert', track: 'V1', startFrame: 24, durationFrames: 10, source },
    ])
    equal(changedClipIds.length, 3)
    const inserted = (await clipsOf(projectId))[1]
    deepEqual([inserted?.name, inserted?.startFrame, inserted?.prompts.image], ['1-01', 24, 'a lamp'])
    const strange = { panelId: (await cut()).panelIds[0]?.[0] }
    const wish = { kind: 'overwrite', track: 'V2', startFrame: 0, durationFrames: 10, source: strange }
    await refusedWith('timeline-refused', edit(projectId, [wish]))
  })

  it('never run a video out of its frames, unless it held its last one before', async () => {
    const { projectId, panelIds } = await cut()
    const [a, b] = await clipsOf(projectId)
    await showVideo(panelIds[0]?.[0] ?? '', projectId, 1000)
    await showVideo(panelIds[0]?.[1] ?? '', projectId, 500)
    const makeRoom = { kind: 'move', clipId: a?.id, track: 'V3', startFrame: 100, onto: 'refuse' }
    await edit(projectId, [makeRoom, { ...makeRoom, clipId: b?.id, startFrame: 200 }])
    const out = (clipId: string | undefined, by: number) => edit(projectId, [{ kind: 'trim', clipId, edge: 'out', by }])
    const refused = await refusedWith('timeline-refused', out(a?.id, 3))
    match(refused.detail, /needs 3 frames more than its source has/)
    await refusedWith('timeline-refused', edit(projectId, [{ kind: 'trim', clipId: a?.id, edge: 'in', by: -1 }]))
    await refusedWith('timeline-refused', edit(projectId, [{ kind: 'set', clipId: a?.id, speed: { num: 2, den: 1 } }]))
    await out(b?.id, 3)
    await out(a?.id, -4)
    await edit(projectId, [{ kind: 'slip', clipId: a?.id, by: 4 }])
    await edit(projectId, [{ kind: 'set', clipId: a?.id, speed: { num: -1, den: 1 } }])
    const shown = (await document(projectId)).tracks.find(({ id }) => id === 'V3')?.clips[0]
    deepEqual([shown?.speed.num, shown?.sourceIn], [-1, 28])
  })

  it('leave transitions with their clips, and say how many found no cut any more', async () => {
    const { projectId } = await cut({ transition: 'dissolve' }, { transition: 'fade' })
    const [a, b] = (await clipsOf(projectId)).map(({ id }) => id)
    await edit(projectId, [{ kind: 'roll', track: 'V1', cut: 24, by: 5 }])
    const transitions = async () => (await document(projectId)).tracks[0]?.transitions.map(one => [one.kind, one.cut])
    deepEqual(await transitions(), [['dissolve', 29]])
    await edit(projectId, [{ kind: 'split', clipId: a, at: 12 }])
    deepEqual(await transitions(), [['dissolve', 29]])
    await edit(projectId, [{ kind: 'transition', track: 'V1', cut: 12, to: 'wipe', wipe: 3, inOffset: 2, outOffset: 1 }])
    const wipe = (await document(projectId)).tracks[0]?.transitions[0]
    deepEqual([wipe?.kind, wipe?.wipe, wipe?.inOffset, wipe?.outOffset], ['wipe', 3, 2, 1])
    await refusedWith(
      'timeline-refused',
      edit(projectId, [{ kind: 'transition', track: 'V1', cut: 12, to: 'dissolve', inOffset: 30, outOffset: 0 }]),
    )
    await refusedWith('timeline-refused', edit(projectId, [{ kind: 'transition', track: 'V1', cut: 13, to: 'cut' }]))
    const { removedTransitions } = await edit(projectId, [{ kind: 'remove', clipIds: [b], ripple: false }])
    equal(removedTransitions, 2)
    await undo(projectId)
    deepEqual(await transitions(), [
      ['wipe', 12],
      ['dissolve', 29],
    ])
  })

  it('keep markers and the names of tracks', async () => {
    const { projectId } = await cut()
    const id = randomUUID()
    await edit(projectId, [
      { kind: 'marker', marker: { id, at: 30, name: 'Beat', note: 'here', colour: 'red' } },
      { kind: 'track', track: 'V4', name: 'Titles' },
      { kind: 'track', track: 'V1', muted: true },
    ])
    await edit(projectId, [{ kind: 'marker', marker: { id, at: 31, name: 'Beat' } }], 'Later')
    const seen = await document(projectId)
    deepEqual(
      seen.markers.find(marker => marker.id === id),
      { id, at: 31, duration: 1, name: 'Beat', note: 'here', colour: 'red' },
    )
    deepEqual(
      seen.tracks.map(({ id, name, muted }) => [id, name, muted]),
      [
        ['V1', 'V1', true],
        ['V4', 'Titles', false],
      ],
    )
    equal(seen.metadata['undo'], 'Later')
    await undo(projectId)
    await undo(projectId)
    const { markers, tracks, metadata } = await document(projectId)
    deepEqual([markers.length, tracks.map(({ id, muted }) => [id, muted])], [1, [['V1', false]]])
    deepEqual([metadata['undo'], metadata['redo']], [null, '3 edits'])
    const other = (await cut()).projectId
    await redo(projectId)
    await edit(other, [{ kind: 'marker', marker: { id, at: 1, name: 'Stolen' } }])
    equal((await document(projectId)).markers.find(marker => marker.id === id)?.name, 'Beat')
    await refusedWith('timeline-refused', edit(other, [{ kind: 'remove-marker', markerId: randomUUID() }]))
  })

  it('are taken back by whoever made them, unless somebody has changed the same since', async () => {
    const { projectId } = await cut()
    const [a, b] = (await clipsOf(projectId)).map(({ id }) => id)
    const editor = await bench.server.account('second')
    await addMember(bench.server, projectId, editor, 'editor')
    await edit(projectId, [{ kind: 'trim', clipId: a, edge: 'out', by: -6 }])
    await edit(projectId, [{ kind: 'set', clipId: a, name: 'Hero' }], 'Name', editor)
    equal((await document(projectId, editor)).metadata['undo'], 'Name')
    await undo(projectId)
    await edit(projectId, [{ kind: 'set', clipId: a, name: 'Heroine' }])
    const refused = await refusedWith('conflict', undo(projectId, editor))
    deepEqual(refused.errors, [{ field: a, message: '“Heroine” has been changed since' }])
    await undo(projectId)
    await undo(projectId, editor)
    await edit(projectId, [{ kind: 'remove', clipIds: [b], ripple: false }])
    await edit(projectId, [{ kind: 'trim', clipId: a, edge: 'out', by: 9 }], 'Longer', editor)
    const inTheWay = await refusedWith('conflict', undo(projectId))
    deepEqual(inTheWay.errors, [{ field: a, message: '“1-01” lies in its place now' }])
    await undo(projectId, editor)
    await undo(projectId)
    deepEqual(await layout(projectId), ['1-01 V1 0+24@0', '1-02 V1 24+24@0', '1-03 V1 48+24@0'])
  })

  it('made in the older ways are steps too, and clips that were allowed over others come back there', async () => {
    const { projectId } = await cut()
    const position = { track: 'V1', startFrame: 12, durationFrames: 20, allowOverlap: true }
    const { clip } = await bench.client.createClip({ body: { projectId, name: 'Over', position } })
    const params = { id: clip.id }
    await bench.client.placeClip({ params, body: { ...position, startFrame: 14 } })
    await bench.client.deleteClip({ params })
    equal((await undo(projectId)).undo?.label, 'Move “Over”')
    equal((await bench.client.getClip({ params })).startFrame, 14)
    await undo(projectId)
    await undo(projectId)
    await refusedWith('not-found', bench.client.getClip({ params }))
    await redo(projectId)
    equal((await bench.client.getClip({ params })).startFrame, 12)
  })

  it('tell everybody once, and count the cut one further', async () => {
    const { database } = bench.server.context
    const { projectId } = await cut()
    const told = async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*) from event where topic = ${`project:${projectId}`} and payload ->> 'what' = 'cut'`.execute(database)
      return rows[0]?.count ?? 0
    }
    const before = await told()
    const { revision } = await edit(projectId, [{ kind: 'extract', tracks: ['V1', 'V2'], from: 5, to: 9 }])
    equal((await undo(projectId)).revision, revision + 1)
    equal((await document(projectId)).metadata['revision'], revision + 1)
    equal(await told(), before + 2)
    const [clip] = await clipsOf(projectId)
    const same = await edit(projectId, [{ kind: 'set', clipId: clip?.id, gainDb: 0 }])
    deepEqual([same.revision, same.changedClipIds], [revision + 1, []])
  })

  it('of several people at once follow one another', async () => {
    const { projectId } = await cut()
    const [, b] = (await clipsOf(projectId)).map(({ id }) => id)
    const splits = [30, 34, 38, 42].map(at => edit(projectId, [{ kind: 'lift', tracks: ['V1'], from: at, to: at + 1 }]))
    const revisions = (await Promise.all(splits)).map(({ revision }) => revision)
    equal(new Set(revisions).size, 4)
    equal((await clipsOf(projectId)).length, 7)
    for (let step = 0; step < 4; step += 1) await undo(projectId)
    deepEqual((await clipsOf(projectId))[1]?.id, b)
    equal((await layout(projectId))[1], '1-02 V1 24+24@0')
  })

  it('keep their times at another rate, and nothing of before is taken back after it', async () => {
    const { projectId } = await cut()
    const [a] = (await clipsOf(projectId)).map(({ id }) => id)
    await edit(projectId, [
      { kind: 'set', clipId: a, fadeInFrames: 6, fadeOutFrames: 12 },
      { kind: 'transition', track: 'V1', cut: 48, to: 'dissolve', inOffset: 4, outOffset: 8 },
      { kind: 'marker', marker: { at: 36, name: 'Half' } },
    ])
    await bench.client.updateProject({ params: { id: projectId }, body: { rate: { num: 48, den: 1 } } })
    const { tracks, markers } = await document(projectId)
    const [track] = tracks
    deepEqual([track?.clips[0]?.fadeIn, track?.clips[0]?.fadeOut], [12, 24])
    deepEqual([track?.transitions[0]?.inOffset, track?.transitions[0]?.outOffset], [8, 16])
    equal(markers.find(({ name }) => name === 'Half')?.at, 72)
    await refusedWith('not-possible-now', undo(projectId))
  })

  it('give way to the board when the cut goes back to it', async () => {
    const { projectId } = await cut()
    const [a] = (await clipsOf(projectId)).map(({ id }) => id)
    await edit(projectId, [
      { kind: 'split', clipId: a, at: 10 },
      { kind: 'set', clipId: a, speed: { num: 2, den: 1 }, enabled: false, fadeInFrames: 3 },
    ])
    await bench.client.updateProject({ params: { id: projectId }, body: { cutFollowsBoard: true } })
    const [clip] = (await document(projectId)).tracks[0]?.clips ?? []
    deepEqual([clip?.id, clip?.duration, clip?.speed.num, clip?.enabled, clip?.fadeIn], [a, 24, 1, true, 0])
    await refusedWith('conflict', undo(projectId))
  })

  it('of a whole cut at once leave every transition that is left alone with its clips', async () => {
    const { database } = bench.server.context
    const { projectId, panelIds } = await cut({ transition: 'dissolve' })
    const accountId = bench.server.owner.id
    const step = await changeCut(database, projectId, (tx, settings) =>
      writeStep(tx, settings, { projectId, accountId, label: 'From an editor' }, ({ tracks: [track], ...rest }) => {
        ok(track)
        const moved = track.clips.map(clip => ({ ...clip, start: clip.start + 10 }))
        const fresh = createClip({
          ...{ id: uuid(), name: 'New', mediaId: 'anything', start: 0, duration: 10 },
          metadata: { panelId: panelIds[0]?.[2] ?? null, origin: moved[2]?.id ?? null },
        })
        return { ...rest, tracks: [{ ...track, clips: [fresh, ...moved] }] }
      }),
    )
    deepEqual([step.changedClipIds.length, step.undo], [4, { label: 'From an editor' }])
    deepEqual(
      (await document(projectId)).tracks[0]?.transitions.map(({ cut }) => cut),
      [34],
    )
    await undo(projectId)
    deepEqual(await layout(projectId), ['1-01 V1 0+24@0', '1-02 V1 24+24@0', '1-03 V1 48+24@0'])
    const overlapping = changeCut(database, projectId, (tx, settings) =>
      writeStep(tx, settings, { projectId, accountId, label: 'Wrong' }, cut => ({
        ...cut,
        tracks: cut.tracks.map(track => ({ ...track, clips: track.clips.map(clip => ({ ...clip, start: 3 })) })),
      })),
    )
    await overlapping.then(
      () => ok(false, 'two clips in one place were written'),
      (error: Error & { code?: string }) => equal(error.code, 'timeline-overlap'),
    )
  })
})
