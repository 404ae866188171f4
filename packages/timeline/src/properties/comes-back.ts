import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { validate } from '../check/validate.ts'
import type { Written } from '../formats/format.ts'
import type { ReadResult } from '../formats/read.ts'
import type { Timeline } from '../model.ts'
import { picture } from './picture.ts'
import { runs, type Shape, timelines } from './timelines.ts'

/** The text of a written single file. */
export const textOf = ({ files }: Written): string => {
  const [file] = files
  assert.ok(file && 'text' in file)
  return file.text
}

/** Random timelines written and read again are valid and show the same source frame under every record frame. */
export const comesBack = (
  write: (timeline: Timeline) => Written,
  read: (text: string) => ReadResult,
  and: (back: Timeline, timeline: Timeline) => void,
  shape: Partial<Shape> = {},
  usual = 40,
): void => {
  fc.assert(
    fc.property(timelines(shape), timeline => {
      const back = read(textOf(write(timeline))).timeline
      assert.deepEqual(
        validate(back).filter(problem => problem.severity === 'error'),
        [],
      )
      assert.deepEqual(picture(back), picture(timeline))
      and(back, timeline)
    }),
    runs(usual),
  )
}
