import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { validate } from '../../../check/validate.ts'
import { frameMap, sourcesAt } from '../../../frames/map.ts'
import type { Timeline } from '../../../model.ts'
import { seconds } from '../../../time/rate.ts'
import { runs, timelines } from '../../../properties/timelines.ts'
import { writeEdl } from '../write.ts'
import { readEdlLists } from './read.ts'

type Piece = { readonly what: string; readonly seconds: readonly number[] }

/** Which media stands where on the record side, and at which second of it, as far as a list can tell. */
const shown = (timeline: Timeline, isExact: (clipId: string) => boolean): Piece[] =>
  frameMap(timeline)
    .tracks.filter(track => track.spans.some(span => span.shown.length > 0))
    .flatMap(track => {
      const spans = track.spans.filter(span => span.shown.length > 0)
      return spans.map(span => {
        const sources = sourcesAt(span, span.start)
        const at = sources.map(({ clipId, mediaId, frame }) => {
          const media = timeline.media[mediaId]
          if (!isExact(clipId) || !media || media.kind === 'image') return 0
          return seconds((media.kind === 'video' ? media.timecodeStart : 0) + frame, media.rate)
        })
        const what = `${track.kind} ${span.start}+${span.duration} ${sources.map(source => source.mediaId).join(' & ')}`
        return { what, seconds: at }
      })
    })

const assertSame = (back: readonly Piece[], wanted: readonly Piece[], oneFrame: number): void => {
  assert.deepEqual(
    back.map(piece => piece.what),
    wanted.map(piece => piece.what),
  )
  wanted.forEach((piece, index) => {
    // Sound comes back in samples, and counted in frames before where it came from a video.
    const tolerance = piece.what.startsWith('audio') ? oneFrame : 1e-9
    piece.seconds.forEach((second, at) => {
      const other = back[index]?.seconds[at] ?? Number.NaN
      assert.ok(Math.abs(other - second) <= tolerance, `${piece.what}: ${other} and not ${second}`)
    })
  })
}

for (const style of ['premiere', 'avid', 'resolve'] as const)
  test(`lists in the style of ${style} come back with the same frames, or with the losses they name`, () => {
    fc.assert(
      fc.property(timelines({ mixedRates: false, maxClips: 60 }), timeline => {
        const { files, losses } = writeEdl(timeline, { style, longLists: 'six-digit' })
        const back = readEdlLists(files.map(file => ('text' in file ? file.text : ''))).timeline
        assert.deepEqual(
          validate(back).filter(problem => problem.severity === 'error'),
          [],
        )
        const moved = new Set(
          losses
            .filter(loss => loss.what === 'source-position' || loss.what === 'speed' || loss.what === 'still')
            .map(loss => loss.where.id),
        )
        const isExact = (clipId: string): boolean => !moved.has(clipId)
        assertSame(shown(back, isExact), shown(timeline, isExact), seconds(1, timeline.rate))
      }),
      runs(40),
    )
  })

const event = '001  AX       V     C        00:00:05:00 00:00:06:00 00:00:00:00 00:00:01:00'
const foreign: readonly (readonly [what: string, text: string, frames: readonly string[]])[] = [
  ['tabs between its columns', `TITLE:\tx\n${event.replaceAll(/ +/g, '\t')}`, ['0+24 from 120 at 1/1']],
  ['line ends of Windows', `TITLE: x\r\nFCM: NON-DROP FRAME\r\n${event}\r\n`, ['0+24 from 120 at 1/1']],
  ['line ends of old Macs', `TITLE: x\r${event}\r`, ['0+24 from 120 at 1/1']],
  ['a byte order mark before its first event', `\ufeff${event}`, ['0+24 from 120 at 1/1']],
  ['the end of file of DOS', `TITLE: x\n${event}\u001a`, ['0+24 from 120 at 1/1']],
  ['remarks before its title', `* by hand\n; of\n# many\n>>> kinds\nTITLE: x\n${event}`, ['0+24 from 120 at 1/1']],
  [
    'events without numbers',
    `TITLE: x\n${event.slice(5)}\n${event.slice(5).replace(/0:00 00:00:01:00$/, '1:00 00:00:02:00')}`,
    ['0+24 from 120 at 1/1', '24+24 from 120 at 1/1'],
  ],
  [
    'a reversed speed, which begins at its source in',
    `TITLE: x\n${event}\nM2   AX       -024.0                00:00:05:00`,
    ['0+24 from 120 at -1/1'],
  ],
]
for (const [what, text, frames] of foreign)
  test(`a list with ${what} is read`, () => {
    const { timeline } = readEdlLists([text], { rate: { num: 24, den: 1 } })
    const clips = timeline.tracks.flatMap(track => track.clips)
    const firsts = clips.map(({ mediaId, sourceIn }) => {
      const media = timeline.media[mediaId]
      return sourceIn + (media?.kind === 'video' ? media.timecodeStart : 0)
    })
    const read = clips.map(
      ({ start, duration, speed }, i) => `${start}+${duration} from ${firsts[i]} at ${speed.num}/${speed.den}`,
    )
    assert.deepEqual(read, frames)
  })

test('a dissolve between events without numbers is one', () => {
  const cut = 'A        V     C        00:00:05:00 00:00:05:00 00:00:00:00 00:00:00:00'
  const mix = 'B        V     D    012 00:00:07:00 00:00:08:00 00:00:00:00 00:00:01:00'
  const { timeline } = readEdlLists(
    [`TITLE: x\n${event.slice(5).replaceAll(/00:00:0([01]):00/g, '00:01:0$1:00')}\n${cut}\n${mix}`],
    { rate: { num: 24, den: 1 } },
  )
  assert.equal(timeline.tracks.flatMap(track => track.transitions).length, 1)
})

test('a list of drop-frame timecodes that does not say so counts in drop frame', () => {
  const text = 'TITLE: x\n001  AX       V     C        00:00:00;00 00:00:00;04 01:00:59;28 01:01:00;04\n'
  const { timeline } = readEdlLists([text], {})
  assert.deepEqual([timeline.rate, timeline.timecode.dropFrame], [{ num: 30000, den: 1001 }, true])
  assert.deepEqual(
    timeline.tracks.flatMap(track => track.clips.map(clip => clip.duration)),
    [4],
  )
})
