import { deepEqual, equal, throws } from 'node:assert/strict'
import { test } from 'node:test'
import {
  applyEdit,
  createClip,
  createMarker,
  createTimeline,
  createTrack,
  createVideoMedia,
  type Edit,
  formats,
  type Timeline,
  UnreadableTimeline,
  writeAs,
} from '@storycanvas/timeline'
import { sourceInFrameOf } from '../edits/cut-model.ts'
import { comeHome } from './come-home.ts'
import type { HomeFormat } from './format-of.ts'

const rate = { num: 24, den: 1 }
const homeFormats: readonly HomeFormat[] = ['fcpxml', 'xmeml', 'mlt', 'edl', 'otio', 'json']
const shot = (id: string, panelId: string) => ({ id, name: id, metadata: { panelId, takeId: null, sceneId: 's', mediaId: null } })

/** As the project hands it out: a video of two seconds that its clip holds for one more, and one that runs all the time. */
const film = (): Timeline =>
  createTimeline({
    id: 'film',
    rate,
    media: {
      t1: createVideoMedia({ id: 't1', name: '1-01', url: 'media/1-01-00000001.mp4', hash: '1'.repeat(64), rate, duration: 48 }),
      t2: createVideoMedia({ id: 't2', name: '1-02', url: 'media/1-02-00000002.mp4', hash: '2'.repeat(64), rate, duration: 240 }),
    },
    tracks: [
      createTrack({
        id: 'V1',
        kind: 'video',
        clips: [
          createClip({ ...shot('a', 'p1'), mediaId: 't1', start: 0, duration: 48 }),
          createClip({
            ...{ ...shot('a:held', 'p1'), mediaId: 't1', start: 48, duration: 24 },
            ...{ sourceIn: 47, speed: { num: 0, den: 1 } },
          }),
          createClip({ ...shot('b', 'p2'), mediaId: 't2', start: 72, duration: 48, sourceIn: 24 }),
        ],
      }),
    ],
    markers: [createMarker({ id: 's', at: 0, name: '1 INT. BOOTH' })],
  })

const home = (format: HomeFormat, edit: Edit | null, present = film()) => {
  const read = formats[format].read(written(present, format), { rate }).timeline
  // Editors know how long their media is, lists do not.
  const long = Object.entries(read.media).map(([id, media]) => [id, media.kind === 'video' ? { ...media, duration: 240 } : media])
  const edited = edit === null ? read : applyEdit({ ...read, media: Object.fromEntries(long) }, edit, () => 'cut').timeline
  return comeHome({ fileName: `x.${format}`, text: written(edited, format), present, sceneIds: ['s'], known: [] })
}
const written = (timeline: Timeline, format: HomeFormat): string => {
  const [file] = writeAs(timeline, format).files
  return file && 'text' in file ? file.text : ''
}
const heldEnd: Edit = { kind: 'trim', clipId: 'a:held', edge: 'out', by: -10 }

for (const format of homeFormats)
  test(`${format}: a video that is held at its end is one clip, a slip shows other frames of the take`, () => {
    deepEqual(home(format, null).changes, [])
    const { changes, after } = home(format, heldEnd)
    deepEqual(
      changes.map(({ id, sentence }) => [id, sentence]),
      [['trimmed:a', '“a” is 10 frames shorter at its end.']],
    )
    equal(after.tracks[0]?.clips[0]?.duration, 62)
    const slipped = home(format, { kind: 'slip', clipId: 'b', by: 12 })
    deepEqual(
      slipped.changes.map(({ id }) => id),
      ['trimmed:b'],
    )
    const [, b] = slipped.after.tracks[0]?.clips ?? []
    deepEqual(b && [sourceInFrameOf(b), b.mediaId, b.metadata['panelId']], [36, 'panel p2', 'p2'])
  })

test('a document without our notes is recognised by reels and by file names', () => {
  const withoutNotes = (text: string) => text.replaceAll(/^\* STORYCANVAS:.*\r\n/gm, '').replace('00:00:05:00', '00:00:04:12')
  const text = withoutNotes(written(film(), 'edl'))
  const { changes } = comeHome({ fileName: 'x.edl', text, present: film(), sceneIds: [], known: [] })
  deepEqual(
    changes.map(({ id }) => id),
    ['trimmed:b'],
  )
})

test('a list whose first clip is gone begins where it did', () => {
  const { changes } = home('edl', { kind: 'lift', trackId: 'V1', from: 0, to: 72 })
  deepEqual(
    changes.map(({ id }) => id),
    ['removed:a'],
  )
})

test('scenes mark themselves: their markers are never changes', () => {
  const present = film()
  const moved = {
    ...present,
    markers: [createMarker({ id: 'x', at: 20, name: '1 INT. BOOTH' }), createMarker({ id: 'y', at: 9, name: 'Mine' })],
  }
  const { changes } = comeHome({ fileName: 'x.json', text: written(moved, 'json'), present, sceneIds: ['s'], known: [] })
  deepEqual(
    changes.map(({ sentence }) => sentence),
    ['Marker “Mine” is new at 00:00:00:09.'],
  )
})

test('what a document says of itself in ids and names is never believed further than the project knows it', () => {
  const present = film()
  const [track] = present.tracks
  const foreign = createClip({
    ...{ id: 'mine\u0000', name: 'x\u0000\ud800'.repeat(400), mediaId: '__proto__x', start: 200, duration: 10 },
    ...{ gainDb: -9999, metadata: { panelId: 'somebody else’s', mediaId: 'somebody else’s' } },
  })
  const media = { ...present.media, ['__proto__x']: createVideoMedia({ id: '__proto__x', name: '', rate, duration: 100 }) }
  const hostile = { ...present, media, tracks: track ? [{ ...track, clips: [...track.clips, foreign] }] : [] }
  const { after, changes } = comeHome({ fileName: 'x.json', text: written(hostile, 'json'), present, sceneIds: [], known: [] })
  equal(changes.length, 1)
  const clip = after.tracks[0]?.clips.at(-1)
  deepEqual([clip?.gainDb, clip?.metadata['panelId'], clip?.metadata['mediaId']], [-96, null, null])
  equal(clip?.name.includes('\u0000') || !clip?.name.isWellFormed() || clip.name.length > 300, false)
})

test('more clips than a cut can have are refused', () => {
  const present = film()
  const clips = Array.from({ length: 20_001 }, (_, at) => createClip({ id: `c${at}`, mediaId: 't2', start: at, duration: 1 }))
  const text = written({ ...present, tracks: [createTrack({ id: 'V1', kind: 'video', clips })] }, 'json')
  throws(() => comeHome({ fileName: 'x.json', text, present, sceneIds: [], known: [] }), UnreadableTimeline)
})
