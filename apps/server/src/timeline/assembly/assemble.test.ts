import { deepEqual, equal, ok } from 'node:assert/strict'
import { test } from 'node:test'
import { CameraMove, CutStyle } from '@storycanvas/api'
import { commonRates, duration, frameMap, validate } from '@storycanvas/timeline'
import * as fc from 'fast-check'
import type { TakeRow } from '../../takes/read.ts'
import { layBoard } from '../cut/lay-board.ts'
import { assemble } from './assemble.ts'
import { cutClip as clip, panel, sourcesOf, take } from './samples.ts'
import type { CutClip, ShownPanel, StoredFile } from './sources.ts'

const sources = (clips: CutClip[], panels: Record<string, ShownPanel> = {}, takes: TakeRow[] = []) => ({
  ...sourcesOf(clips, { panels }),
  takes: new Map(takes.map(row => [row.id, row])),
})

const nameOf = (row: StoredFile, name: string) => `media/${name}-${row.id}`

test('whatever the board holds, the cut is a timeline that every writer takes', () => {
  const panels = fc.array(
    fc.record({
      durationMs: fc.integer({ min: 1, max: 9000 }),
      transition: fc.constantFrom(...CutStyle.options),
      cameraMove: fc.constantFrom(...CameraMove.options),
      dialogue: fc.array(fc.record({ text: fc.string({ maxLength: 200 }) }), { maxLength: 4 }),
      shows: fc.constantFrom('nothing', 'image', 'long video', 'short video'),
    }),
    { minLength: 1, maxLength: 20 },
  )
  const rates = fc.constantFrom(...Object.values(commonRates))
  fc.assert(
    fc.property(panels, rates, fc.constantFrom(...CutStyle.options), (board, rate, sceneTransition) => {
      const planned = board.map((one, index) => ({ id: `p${index}`, sceneId: `s${index >> 2}`, ...one }))
      const scenes = [...Map.groupBy(planned, ({ sceneId }) => sceneId).values()]
      const laid = layBoard(
        scenes.map(own => ({ number: null, transition: sceneTransition, panels: own })),
        rate,
      )
      const clips = laid.map((one, index) => clip(`c${index}`, 0, 1, one))
      const shown = planned.map(({ id, cameraMove, dialogue, shows }) => {
        const lines = dialogue.map(({ text }) => ({ characterId: null, character: 'MARA', parenthetical: '', text }))
        return [id, panel({ cameraMove, dialogue: lines, chosenTakeId: shows === 'nothing' ? null : `t${id}` })] as const
      })
      const takes = planned.flatMap(({ id, shows, durationMs }) => {
        if (shows === 'nothing') return []
        if (shows === 'image') return [take(`t${id}`)]
        return [
          take(`t${id}`, { kind: 'video', durationMs: shows === 'long video' ? durationMs + 300 : Math.ceil(durationMs / 3) }),
        ]
      })
      const base = sources(clips, Object.fromEntries(shown), takes)
      const timeline = assemble({ ...base, project: { ...base.project, rate } }, nameOf)
      deepEqual(validate(timeline), [])
      const last = laid.at(-1)
      equal(duration(timeline), (last?.startFrame ?? 0) + (last?.durationFrames ?? 0))
    }),
    { numRuns: 300 },
  )
})

test('a panel without a take is offline media, without file and hash', () => {
  const timeline = assemble(
    sources([clip('a', 0, 24), clip('b', 24, 24)], { a: panel({ chosenTakeId: 't' }) }, [take('t')]),
    nameOf,
  )
  const [drawn, open] = timeline.tracks[0]?.clips ?? []
  deepEqual(drawn?.metadata, { panelId: 'a', takeId: 't', sceneId: 'scene', mediaId: null })
  equal(timeline.media['t']?.hash, 't'.padEnd(64, '0'))
  equal(timeline.media['t']?.url, 'media/shot a-t')
  const offline = timeline.media[open?.mediaId ?? '']
  deepEqual([offline?.kind, offline?.url, offline?.hash], ['image', undefined, undefined])
  equal(open?.metadata['takeId'], null)
})

test('a dissolve lasts half a second around its cut, a fade goes to black and comes from it', () => {
  const rows = [
    clip('a', 0, 48, { transition: 'dissolve' }),
    clip('b', 48, 48, { transition: 'fade' }),
    clip('c', 96, 48, { transition: 'wipe' }),
  ]
  const [track] = assemble(sources(rows), nameOf).tracks
  deepEqual(
    track?.transitions.map(({ kind, cut, inOffset, outOffset }) => [kind, cut, inOffset, outOffset]),
    [['dissolve', 48, 6, 6]],
  )
  deepEqual(
    track?.clips.map(({ fadeIn, fadeOut }) => [fadeIn, fadeOut]),
    [
      [0, 0],
      [0, 12],
      [12, 0],
    ],
  )
})

test('a video that ends before its clip holds its last frame', () => {
  const video = take('t', { kind: 'video', durationMs: 1000 })
  const timeline = assemble(sources([clip('a', 0, 60)], { a: panel({ chosenTakeId: 't' }) }, [video]), nameOf)
  const shown = frameMap(timeline).tracks[0]?.spans.map(({ start, duration: length, shown: [what] }) => [
    start,
    length,
    what?.sourceIn,
    what?.step.num,
  ])
  deepEqual(shown, [
    [0, 24, 0, 1],
    [24, 36, 23, 0],
  ])
})

test('a clip that was allowed over another one lies above it', () => {
  const { tracks } = assemble(
    sources([clip('a', 0, 48), clip('b', 24, 48), clip('c', 72, 10), clip('t', 0, 5, { track: 'V2' })]),
    nameOf,
  )
  deepEqual(
    tracks.map(({ id, clips }) => [id, clips.map(one => one.id)]),
    [
      ['V1', ['a', 'c']],
      ['V1-2', ['b']],
      ['V2', ['t']],
    ],
  )
})

test('dialogue becomes captions of its first clip, and scenes begin with a marker', () => {
  const line = { characterId: null, character: 'MARA', parenthetical: '', text: 'It never came.' }
  const rows = [clip('a', 24, 48), clip('b', 72, 48, { panelId: 'a' })]
  const { captions, markers } = assemble(sources(rows, { a: panel({ dialogue: [line] }) }), nameOf)
  deepEqual(captions, [{ id: 'a:1', start: 24, duration: 24, text: 'It never came.', speaker: 'MARA' }])
  deepEqual(
    markers.map(({ at, name }) => [at, name]),
    [[24, '4 INT. BOOTH']],
  )
})

test('timecode starts at one hour, in drop frame where the project counts so', () => {
  const base = sources([clip('a', 0, 24)])
  equal(assemble(base, nameOf).timecode.start, 86_400)
  const dropFrame = { ...base, project: { ...base.project, rate: commonRates['29.97'], dropFrame: true } }
  deepEqual(assemble(dropFrame, nameOf).timecode, { start: 107_892, dropFrame: true })
  ok(validate(assemble(dropFrame, nameOf)).length === 0)
})
