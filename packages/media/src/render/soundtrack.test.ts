import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { createClip, createTrack } from '@storycanvas/timeline'
import { usualDucking } from './duck.ts'
import { decode, directory, filmOf, render } from './rendered.fixture.ts'

test('sound starts on its sample, with its gain and fades', async () => {
  const timeline = filmOf({
    tracks: [
      createTrack({ id: 'v', kind: 'video', clips: [createClip({ id: 'c', mediaId: 'red', start: 0, duration: 72 })] }),
      createTrack({
        id: 'a',
        kind: 'audio',
        // From half a second into the file: the tone begins half a second later, at record second 1.5.
        clips: [createClip({ id: 's', mediaId: 'beep', start: 24, duration: 36, sourceIn: 24_000, gainDb: -6, fadeOut: 12 })],
      }),
    ],
  })
  const { output } = await render('sound', timeline)
  const sound = decode(output, '-f', 'f32le', '-ac', '1')
  const loudest = (from: number, to: number): number => {
    let most = 0
    for (let i = Math.round(from * 48_000); i < Math.round(to * 48_000); i++)
      most = Math.max(most, Math.abs(sound.readFloatLE(i * 4)))
    return most
  }
  assert.ok(loudest(0, 1.47) < 0.02, 'silent before')
  assert.ok(Math.abs(loudest(1.55, 1.9) - 0.25) < 0.02, `half of half: ${loudest(1.55, 1.9)}`)
  assert.ok(Math.abs(loudest(2.24, 2.26) - 0.125) < 0.02, 'half way through the fade')
  assert.ok(loudest(2.52, 3) < 0.02, 'silent after')
  let onset = 0
  while (Math.abs(sound.readFloatLE(onset * 4)) < 0.05) onset++
  assert.ok(Math.abs(onset / 48_000 - 1.5) < 0.005, `tone begins at ${onset / 48_000}`)
})

test('sound is brought to the loudness asked for', async () => {
  const clips = [createClip({ id: 's', mediaId: 'beep', start: 0, duration: 48, gainDb: -20 })]
  const result = await render('loud', filmOf({ tracks: [createTrack({ id: 'a', kind: 'audio', clips })] }), {
    loudnessTarget: -20,
  })
  const said = spawnSync('ffmpeg', ['-nostats', '-i', result.output, '-af', 'ebur128=framelog=verbose', '-f', 'null', '-'], {
    encoding: 'utf8',
  }).stderr
  const measured = Number(/I:\s+(-?[\d.]+) LUFS/.exec(said.slice(said.lastIndexOf('Summary')))?.[1])
  assert.ok(Math.abs(measured + 20) < 1, `${measured} LUFS`)
})

test('music gives way while somebody speaks, and comes back', async () => {
  const music = createClip({ id: 'm', mediaId: 'tone', start: 0, duration: 72, gainDb: -12, metadata: { role: 'music' } })
  // Silent for its first second, then speaking for one.
  const speech = createClip({ id: 's', mediaId: 'beep', start: 0, duration: 48, metadata: { role: 'dialogue' } })
  const timeline = filmOf({
    tracks: [createTrack({ id: 'a1', kind: 'audio', clips: [music] }), createTrack({ id: 'a2', kind: 'audio', clips: [speech] })],
  })
  const ducking = { ...usualDucking, decibels: 20, release: 0.2 }
  const sound = decode((await render('ducked', timeline, { ducking })).output, '-f', 'f32le', '-ac', '1')
  /** Strength of the 200 Hz of the music between two moments. */
  const loudest = (from: number, to: number): number => {
    const [first, count] = [Math.round(from * 48_000), Math.round((to - from) * 48_000)]
    let [sine, cosine] = [0, 0]
    for (let i = 0; i < count; i++) {
      const value = sound.readFloatLE((first + i) * 4)
      sine += value * Math.sin((2 * Math.PI * 200 * i) / 48_000)
      cosine += value * Math.cos((2 * Math.PI * 200 * i) / 48_000)
    }
    return (2 * Math.hypot(sine, cosine)) / count
  }
  const before = loudest(0.3, 0.9)
  assert.ok(before > 0.01, `music before: ${before}`)
  assert.ok(loudest(1.4, 1.9) < before / 5, `under speech: ${loudest(1.4, 1.9)} of ${before}`)
  assert.ok(loudest(2.5, 2.9) > before * 0.8, `after speech: ${loudest(2.5, 2.9)} of ${before}`)
})

test('sound made louder stays below a true peak of −1 dBTP', async () => {
  const clips = [createClip({ id: 's', mediaId: 'clicks', start: 0, duration: 72 })]
  const timeline = filmOf({ tracks: [createTrack({ id: 'a', kind: 'audio', clips })] })
  const { output } = await render('peak', timeline, { loudnessTarget: -9 })
  const said = spawnSync('ffmpeg', ['-nostats', '-i', output, '-af', 'ebur128=peak=true:framelog=verbose', '-f', 'null', '-'], {
    encoding: 'utf8',
  }).stderr
  const peak = Number(/Peak:\s+(-?[\d.]+) dBFS/.exec(said.slice(said.lastIndexOf('Summary')))?.[1])
  assert.ok(peak <= -1 && peak > -4, `${peak} dBTP`)
})

test('sound that did not change is neither decoded nor encoded again', async () => {
  const clips = [createClip({ id: 's', mediaId: 'beep', start: 0, duration: 48 })]
  const sound = createTrack({ id: 'a', kind: 'audio', clips })
  const first = await render('kept-sound', filmOf({ tracks: [sound] }), { loudnessTarget: -20 })
  const names = () => readdir(join(directory, 'kept-sound/cache'))
  const made = await names()
  assert.deepEqual(new Set(made.map(name => name.split('.')[1])), new Set(['mp4', 'f32', 'loudness', 'm4a']))
  const again = await render('kept-sound', filmOf({ tracks: [sound] }), { loudnessTarget: -20 })
  assert.equal(again.measuredLoudness, first.measuredLoudness)
  assert.deepEqual(await names(), made)
  const later = { ...sound, clips: clips.map(clip => ({ ...clip, start: 12, gainDb: -3 })) }
  await render('kept-sound', filmOf({ tracks: [later] }), { loudnessTarget: -20 })
  const counted = Object.groupBy(await names(), name => name.split('.')[1] ?? '')
  assert.deepEqual([counted['f32']?.length, counted['m4a']?.length], [1, 2])
})
