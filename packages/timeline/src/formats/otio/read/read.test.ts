import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comesBack } from '../../../properties/comes-back.ts'
import { writeOtio } from '../write.ts'
import { readOtio } from './read.ts'

const wellFormed = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, one: unknown) => (typeof one === 'string' ? one.toWellFormed() : one)) as T

test('what is written comes back whole, but for halves of characters', () => {
  comesBack(writeOtio, readOtio, (back, written) => {
    const timeline = wellFormed(written)
    assert.deepEqual(back.tracks, timeline.tracks)
    assert.deepEqual(back.captions, timeline.captions)
    assert.deepEqual({ ...back, media: null }, { ...timeline, media: null })
    assert.deepEqual(new Map(Object.entries(back.media)), new Map(Object.entries(timeline.media)))
  })
})
