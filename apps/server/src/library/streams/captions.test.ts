import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCaption, createTimeline, toWebVtt } from '@storycanvas/timeline'
import { raiseCues } from './captions.ts'

test('cues are raised above the controls, and nothing else changes', () => {
  const captions = [createCaption({ id: 'a', start: 0, duration: 24, text: 'One --> two', speaker: 'MARA' })]
  const written = toWebVtt(createTimeline({ id: 't', name: 't', rate: { num: 24, den: 1 }, captions }))
  const raised = raiseCues(written)
  assert.match(raised, /^00:00:00\.000 --> 00:00:01\.000 line:80%$/m)
  assert.equal(raised.replaceAll(' line:80%', ''), written)
})

test('a cue that says where it stands stays there', () => {
  const cue = '00:00.000 --> 00:01.000 line:10%\nUp here'
  assert.equal(raiseCues(cue), cue)
})
