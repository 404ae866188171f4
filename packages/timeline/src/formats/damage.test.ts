import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { validate } from '../check/validate.ts'
import { runs, timelines } from '../properties/timelines.ts'
import { type FormatId, formats, writeAs } from './registry.ts'
import { UnreadableTimeline } from './unreadable.ts'

type Damage = { readonly at: number; readonly length: number; readonly instead: string }

const damages = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat({ max: 12 }),
    instead: fc.constantFrom(
      '',
      '0',
      '-',
      '99999999999',
      '1/0',
      '<',
      '>',
      '"',
      '\u0000',
      ':',
      'NaN',
      '1e308',
      'null',
      '[]',
      '{}',
      'true',
    ),
  }),
  { minLength: 1, maxLength: 4 },
)

const damaged = (text: string, list: readonly Damage[]): string =>
  list.reduce((now, { at, length, instead }) => {
    // Numbers are what readers count with: three damages of four begin at one.
    const from = Math.floor(at * now.length)
    const digit = instead.length % 4 === 3 ? -1 : now.slice(from).search(/\d/)
    const start = digit < 0 ? from : from + digit
    return now.slice(0, start) + instead + now.slice(start + length)
  }, text)

for (const id of ['fcpxml', 'xmeml', 'mlt', 'edl', 'otio'] as const satisfies readonly FormatId[])
  test(`a damaged ${id} file is refused, or read as a film without faults`, () => {
    fc.assert(
      fc.property(timelines({ maxClips: 6 }), damages, (timeline, list) => {
        const [file] = writeAs(timeline, id).files
        const text = damaged(file && 'text' in file ? file.text : '', list)
        try {
          const back = formats[id].read(text).timeline
          assert.deepEqual(
            validate(back).filter(problem => problem.severity === 'error'),
            [],
          )
        } catch (error) {
          if (!(error instanceof UnreadableTimeline)) throw error
        }
      }),
      runs(100),
    )
  })
