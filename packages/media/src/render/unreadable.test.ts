import assert from 'node:assert/strict'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { createAudioMedia, createClip, createTimeline, createTrack, createVideoMedia } from '@storycanvas/timeline'
import { RenderError } from './failure.ts'
import { canvas, directory, film, filmOf, media, render } from './rendered.fixture.ts'

test('a picture that cannot be read names its media, and leaves nothing behind', async () => {
  await writeFile(join(directory, 'grey-broken.png'), 'no picture')
  const broken = render('broken', film, {
    resolveMedia: one => ({ path: join(directory, one.id === 'grey' ? 'grey-broken.png' : `${one.id}.png`), origin: 'outside' }),
  })
  await assert.rejects(
    broken,
    (error: unknown) => error instanceof RenderError && error.code === 'media-unreadable' && error.subject === 'grey',
  )
  assert.deepEqual(await readdir(join(directory, 'broken/work')), [])
})

test('sound that cannot be decoded is named with its clip, among others that can', async () => {
  await writeFile(join(directory, 'torn.wav'), Buffer.alloc(4000, 7))
  const torn = createAudioMedia({ id: 'torn', name: 'wind.wav', duration: 96_000 })
  const clips = [
    createClip({ id: 'a', mediaId: 'beep', start: 0, duration: 24 }),
    createClip({ id: 'b', name: 'Storm', mediaId: 'torn', start: 24, duration: 24 }),
  ]
  const tracks = [createTrack({ id: 'a', kind: 'audio', clips })]
  await assert.rejects(
    render('torn-sound', filmOf({ media: { ...media, torn }, tracks })),
    (error: unknown) =>
      error instanceof RenderError &&
      error.subject === 'torn' &&
      /the sound of “wind.wav” in clip “Storm” cannot be decoded/.test(error.message),
  )
})

test('footage that cannot be decoded is named with its clip', async () => {
  await writeFile(join(directory, 'torn.mp4'), Buffer.alloc(4000, 7))
  const media = { torn: createVideoMedia({ id: 'torn', name: 'beach.mp4', rate: { num: 24, den: 1 }, duration: 100, ...canvas }) }
  const clips = [createClip({ id: 'c', name: 'Opening', mediaId: 'torn', start: 0, duration: 24 })]
  const work = render(
    'torn',
    createTimeline({ id: 'film', canvas, media, tracks: [createTrack({ id: 'v', kind: 'video', clips })] }),
    {
      resolveMedia: () => ({ path: join(directory, 'torn.mp4'), origin: 'outside' }),
    },
  )
  await assert.rejects(
    work,
    (error: unknown) =>
      error instanceof RenderError && error.code === 'media-unreadable' && /“beach.mp4” in clip “Opening”/.test(error.message),
  )
})
