import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comesBack } from '../../../properties/comes-back.ts'
import { legalText } from '../../../xml/escape.ts'
import { writeXmeml } from '../write.ts'
import { readXmeml } from './read.ts'

test('what is written comes back whole, but for characters that XML forbids', () => {
  comesBack(writeXmeml, readXmeml, (back, timeline) => {
    const legal = timeline.tracks.map(track => ({
      ...track,
      clips: track.clips.map(clip => ({ ...clip, name: legalText(clip.name) })),
    }))
    assert.deepEqual(back.tracks, legal)
    assert.deepEqual(back.captions, timeline.captions)
    assert.deepEqual(back.markers, timeline.markers)
  })
})
