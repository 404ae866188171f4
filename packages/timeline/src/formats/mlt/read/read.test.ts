import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { validate } from '../../../check/validate.ts'
import { textOf } from '../../../properties/comes-back.ts'
import { picture } from '../../../properties/picture.ts'
import { runs, timelines } from '../../../properties/timelines.ts'
import { writeMlt } from '../write.ts'
import { readMlt } from './read.ts'

test('what is written comes back with the same frames', () => {
  fc.assert(
    fc.property(timelines({ mixedRates: false, speeds: false, disabled: false }), timeline => {
      const back = readMlt(textOf(writeMlt(timeline))).timeline
      assert.deepEqual(
        validate(back).filter(problem => problem.severity === 'error'),
        [],
      )
      assert.deepEqual(picture(back), picture(timeline))
    }),
    runs(40),
  )
})
