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
