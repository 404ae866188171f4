import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strFromU8, unzipSync } from 'fflate'
import * as fc from 'fast-check'
import { InvalidTimeline } from '../check/problem.ts'
import { createClip, createMarker, createTimeline, createTrack, createVideoMedia } from '../make.ts'
import type { Timeline } from '../model.ts'
import { runs, timelines } from '../properties/timelines.ts'
import { packageWith, zipFiles } from './package/package.ts'
import { type FormatId, formats, isFormatId, lossesByFormat, UnknownOption, writeAs } from './registry.ts'

const ids = Object.keys(formats) as FormatId[]

const plain = (count: number, given: Partial<Timeline> = {}): Timeline =>
  createTimeline({
    id: 'plain',
    rate: { num: 30000, den: 1001 },
    media: { m: createVideoMedia({ id: 'm', url: 'file:///a/m.mov', rate: { num: 30000, den: 1001 }, duration: 100 }) },
    tracks: [
      createTrack({
        id: 'V1',
        kind: 'video',
        clips: Array.from({ length: count }, (_, index) =>
          createClip({ id: `c${index}`, mediaId: 'm', start: index * 24, duration: 24 }),
        ),
      }),
    ],
    ...given,
  })

const placesOf = (timeline: Timeline): Set<string> => {
  const clips = timeline.tracks.flatMap(track => track.clips)
  const things: [string, readonly { id: string }[]][] = [
    ['timeline', [timeline]],
    ['track', timeline.tracks],
    ['clip', clips],
    ['transition', timeline.tracks.flatMap(track => track.transitions)],
    ['caption', timeline.captions],
    ['marker', [...timeline.markers, ...clips.flatMap(clip => clip.markers)]],
    ['media', Object.values(timeline.media)],
  ]
  return new Set(things.flatMap(([kind, list]) => list.map(({ id }) => `${kind} ${id}`)))
}

test('every format writes any valid timeline, and its losses name things that exist', () => {
  fc.assert(
    fc.property(timelines({ maxClips: 30 }), timeline => {
      const places = placesOf(timeline)
      for (const id of ids) {
        const { files, losses } = writeAs(timeline, id)
        assert.ok(files.length > 0)
        for (const { where, sentence } of losses) {
          assert.ok(places.has(`${where.kind} ${where.id}`), `${id}: ${where.kind} ${where.id}`)
          assert.match(sentence, /\S.*\.$/s)
        }
      }
    }),
    runs(12),
  )
})

test('losses are told without writing exactly as the writer tells them', () => {
  fc.assert(
    fc.property(timelines({ maxClips: 30 }), timeline => {
      for (const { id, losses } of lossesByFormat(timeline)) {
        const written = Map.groupBy(writeAs(timeline, id).losses, loss => `${loss.what} ${loss.code}`)
        const expected = [...written.values()].map(alike => ({ first: alike[0], count: alike.length }))
        assert.deepEqual(losses, expected)
      }
    }),
    runs(12),
  )
})

test('a plain cut loses nothing where a format can hold it', () => {
  for (const id of ['json', 'webvtt', 'srt'] as const) assert.deepEqual(writeAs(plain(3), id).losses, [])
  const noted = (id: FormatId): string[] =>
    [...new Set(writeAs(plain(3), id).losses.map(loss => `${loss.code} ${loss.what}`))].sort()
  assert.deepEqual(noted('otio'), ['noted audio-rate', 'noted canvas'])
  assert.deepEqual(noted('fcpxml'), ['approximated track-name'])
  assert.deepEqual(noted('xmeml'), ['noted track-name'])
  assert.deepEqual(noted('mlt'), ['noted audio-rate'])
})

test('a timeline with an overlap is refused by every format of the cut', () => {
  const [track] = plain(2).tracks
  const overlapping = plain(0, {
    tracks: [{ ...createTrack({ id: 'V1', kind: 'video' }), clips: (track?.clips ?? []).map(clip => ({ ...clip, start: 0 })) }],
  })
  for (const id of ids.filter(id => !['json', 'webvtt', 'srt'].includes(id)))
    assert.throws(() => writeAs(overlapping, id), InvalidTimeline)
  for (const { id, losses } of lossesByFormat(overlapping))
    assert.equal(losses instanceof InvalidTimeline, !['json', 'webvtt', 'srt'].includes(id))
})

test('options that a format does not offer are refused', () => {
  assert.throws(() => writeAs(plain(1), 'fcpxml', { version: '2.0' }), UnknownOption)
  assert.throws(() => writeAs(plain(1), 'otio', { style: 'avid' }), UnknownOption)
  assert.throws(() => writeAs(plain(1), 'edl', { constructor: 'x' }), UnknownOption)
  assert.ok(isFormatId('edl') && !isFormatId('toString'))
})

const texts = (id: FormatId, timeline: Timeline, options = {}): string[] =>
  writeAs(timeline, id, options).files.map(file => ('text' in file ? file.text : ''))

const eventLine = /^\d{3}  [A-Z0-9_]{1,8} *  ?(V|A|A2|A3|A4) +(C|D|W\d{3}) +(\d{3}|   ) (\d\d[:;]\d\d[:;]\d\d[:;]\d\d ?){4}$/

test('every event line keeps the columns of CMX 3600', () => {
  fc.assert(
    fc.property(timelines({ maxClips: 40 }), timeline => {
      for (const text of texts('edl', timeline))
        for (const line of text.split('\r\n').filter(line => /^\d/.test(line))) {
          assert.match(line, eventLine)
          assert.equal(line.length, 76)
          assert.match(line, /^[\x20-\x7e]*$/)
        }
    }),
    runs(12),
  )
})

test('lists of more than 999 events are split, or numbered in six digits', () => {
  assert.deepEqual(
    writeAs(plain(2500), 'edl').files.map(file => file.name),
    ['plain_1of3.edl', 'plain_2of3.edl', 'plain_3of3.edl'],
  )
  const [text = ''] = texts('edl', plain(2500), { longLists: 'six-digit' })
  assert.match(text, /^002500  M /m)
})

test('a Vegas list gives every frame of ten hours back from its milliseconds', () => {
  const frames = fc.nat({ max: 10 * 3600 * 30 })
  fc.assert(
    fc.property(frames, at => {
      const one = {
        ...plain(0),
        tracks: [
          createTrack({ id: 'V1', kind: 'video', clips: [createClip({ id: 'c', mediaId: 'm', start: at, duration: 24 })] }),
        ],
      }
      const [, row = ''] = (texts('vegas', one)[0] ?? '').split('\r\n')
      const milliseconds = Number(row.split('; ')[2])
      assert.equal(Math.round((milliseconds * 30000) / 1001 / 1000), at)
      assert.equal(row.split('; ').length, 28)
    }),
  )
})

test('the package for Avid names in its ALE the reels of its lists', () => {
  const { files } = writeAs(plain(2), 'avid')
  assert.deepEqual(
    files.map(file => file.name),
    ['plain.edl', 'plain.ale'],
  )
  const [list = '', ale = ''] = texts('avid', plain(2))
  assert.match(list, /^001  M {8}/m)
  assert.match(ale, /\r\nData\r\nm\tM\t00:00:00:00\t00:00:03:10\tV\t\/a\/m.mov\r\n$/)
})

test('Resolve gets its markers as a list beside the cut', () => {
  const marked = plain(2, { markers: [createMarker({ id: 'k', at: 10, name: 'Here', colour: 'red' })] })
  const { files, losses } = writeAs(marked, 'resolve')
  assert.equal(files.length, 3)
  assert.match(texts('resolve', marked)[2] ?? '', /\|C:ResolveColorRed \|M:Here \|D:1/)
  assert.ok(!losses.some(loss => loss.what === 'marker-colour'))
})

test('a package names its media by relative paths, no two alike', () => {
  fc.assert(
    fc.property(timelines({ maxClips: 5 }), timeline => {
      const { files, media } = packageWith(timeline, formats.otio.write)
      assert.equal(new Set(media.map(one => one.path.toLowerCase())).size, Object.keys(timeline.media).length)
      for (const { path } of media) assert.match(path, /^Media\/[^/\\:]+$/)
      assert.ok(files.every(file => 'text' in file && !file.text.includes('"target_url":"file:')))
    }),
    runs(12),
  )
})

test('a zip holds the written files unchanged', () => {
  const { files } = writeAs(plain(2), 'avid')
  const entries = Object.entries(unzipSync(zipFiles(files))).map(([name, bytes]) => [name, strFromU8(bytes)])
  assert.deepEqual(
    entries,
    files.map(file => [file.name, 'text' in file ? file.text : '']),
  )
})
