import { deepEqual, equal } from 'node:assert/strict'
import { test } from 'node:test'
import { CutStyle } from '@storycanvas/api'
import { commonRates, frameMap, sourcesAt, validate } from '@storycanvas/timeline'
import * as fc from 'fast-check'
import { assemble } from './assemble.ts'
import { cutClip, sourcesOf, take, upload } from './samples.ts'

const nowhere = () => null

test('whatever rows an editor leaves, the timeline is one that every writer takes', () => {
  const length = fc.integer({ min: 1, max: 90 })
  const offset = fc.option(fc.nat({ max: 120 }))
  const row = fc.record({
    ...{ gap: fc.constantFrom(0, 0, 0, 7), durationFrames: length, sourceInFrame: fc.nat({ max: 100 }) },
    track: fc.constantFrom('V1', 'V1', 'V2', 'A1'),
    panelId: fc.constantFrom('still', 'slow', 'fast', 'short', null),
    mediaId: fc.constantFrom(null, null, 'song', 'photo'),
    speed: fc.constantFrom([1, 1], [2, 1], [1, 3], [-1, 1], [-5, 2], [0, 1]),
    transition: fc.constantFrom(...CutStyle.options),
    ...{ transitionInFrames: offset, transitionOutFrames: offset, fadeInFrames: offset, fadeOutFrames: offset },
    enabled: fc.boolean(),
    gainDb: fc.integer({ min: -40, max: 12 }),
  })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 14 }), fc.constantFrom(...Object.values(commonRates)), (rows, rate) => {
      const reached = new Map<string, number>()
      const clips = rows.map(({ gap, speed: [speedNum = 1, speedDen = 1], ...rest }, index) => {
        const startFrame = (reached.get(rest.track) ?? 0) + gap
        reached.set(rest.track, startFrame + rest.durationFrames)
        return cutClip(`c${index}`, startFrame, rest.durationFrames, { ...rest, speedNum, speedDen })
      })
      const timeline = assemble(
        sourcesOf(clips, {
          rate,
          takes: {
            still: take('still'),
            slow: take('slow', { kind: 'video', durationMs: 4000, rateNum: 12, rateDen: 1 }),
            fast: take('fast', { kind: 'video', durationMs: 3000, rateNum: 60_000, rateDen: 1001 }),
            short: take('short', { kind: 'video', durationMs: 40 }),
          },
          files: [upload('song', 'music', 2500), upload('photo', 'image', null)],
        }),
        nowhere,
      )
      deepEqual(validate(timeline), [])
    }),
    { numRuns: 500 },
  )
})

test('a video of 30 frames a second shows its own frames in a cut of 24', () => {
  const fast = take('fast', { kind: 'video', durationMs: 3033, rateNum: 30, rateDen: 1 })
  const rows = [cutClip('a', 0, 48, { panelId: 'fast', sourceInFrame: 24 })]
  const timeline = assemble(sourcesOf(rows, { takes: { fast } }), nowhere)
  const media = timeline.media['fast']
  equal(media?.kind === 'video' && media.duration, 91)
  const [span] = frameMap(timeline).tracks[0]?.spans ?? []
  deepEqual(
    [0, 4, 24, 47].map(frame => span && sourcesAt(span, frame)[0]?.frame),
    [30, 35, 60, 88],
  )
})

test('what plays twice as fast ends sooner, and holds its last frame from there', () => {
  const short = take('short', { kind: 'video', durationMs: 1000 })
  const rows = [cutClip('a', 0, 24, { panelId: 'short', speedNum: 2 })]
  const [track] = assemble(sourcesOf(rows, { takes: { short } }), nowhere).tracks
  deepEqual(
    track?.clips.map(({ start, duration, sourceIn, speed }) => [start, duration, sourceIn, speed.num]),
    [
      [0, 12, 0, 2],
      [12, 12, 23, 0],
    ],
  )
})

test('a transition and fades are as long as the row says, as far as there is room', () => {
  const rows = [
    cutClip('a', 0, 48, { transition: 'wipe', wipe: 3, transitionInFrames: 10, transitionOutFrames: 2, fadeInFrames: 20 }),
    cutClip('b', 48, 20, { transition: 'dissolve', transitionInFrames: 30, transitionOutFrames: 0 }),
    cutClip('c', 68, 48, { transition: 'fade', transitionInFrames: 5, transitionOutFrames: 7 }),
    cutClip('d', 116, 48, { fadeOutFrames: 9 }),
  ]
  const [track] = assemble(sourcesOf(rows), nowhere).tracks
  deepEqual(
    track?.transitions.map(({ kind, wipe, inOffset, outOffset }) => [kind, wipe, inOffset, outOffset]),
    [
      ['wipe', 3, 10, 2],
      ['dissolve', null, 18, 0],
    ],
  )
  deepEqual(
    track?.clips.map(({ fadeIn, fadeOut }) => [fadeIn, fadeOut]),
    [
      [20, 0],
      [0, 0],
      [0, 5],
      [7, 9],
    ],
  )
})

test('music is sound with a waveform; named tracks are there without clips', () => {
  const rows = [cutClip('m', 24, 100, { track: 'A1', mediaId: 'song', panelId: null, gainDb: -6 })]
  const sources = sourcesOf(rows, { files: [upload('song', 'music', 2000)] })
  const named = { ...sources, tracks: new Map([['V3', { name: 'Titles', muted: true }]]) }
  const { tracks, media } = assemble(named, ({ id }) => `/files/${id}`)
  deepEqual(
    tracks.map(({ id, name, muted, kind, clips }) => [id, name, muted, kind, clips.map(clip => [clip.duration, clip.gainDb])]),
    [
      ['V3', 'Titles', true, 'video', []],
      ['A1', 'A1', false, 'audio', [[48, -6]]],
    ],
  )
  const song = media['song']
  deepEqual([song?.kind, song?.url, song?.metadata['peaksUrl']], ['audio', '/files/song', '/api/v1/media/song/peaks'])
})
