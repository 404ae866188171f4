import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { createClip, createVideoMedia, sourceFrame } from '@storycanvas/timeline'
import { openMediaTools } from '../sandbox/tools.ts'
import { openFootage } from './footage.ts'
import { frameNumber } from './frame-number.fixture.ts'

const samples = process.env['SAMPLES_DIR']
const tools = openMediaTools()
const media = createVideoMedia({ id: 'numbers', rate: { num: 25, den: 1 }, duration: 250, width: 320, height: 180 })

describe('footage', { skip: samples === undefined ? 'SAMPLES_DIR is not set' : false }, () => {
  const file = { path: join(samples ?? '', 'media/gt-frame-numbers.mp4'), origin: 'outside' } as const
  const picture = { file, matrix: null }
  for (const rate of [
    { num: 25, den: 1 },
    { num: 24, den: 1 },
    { num: 30000, den: 1001 },
  ]) {
    for (const speed of [
      { num: 1, den: 1 },
      { num: 2, den: 1 },
      { num: 1, den: 2 },
      { num: 3, den: 2 },
      { num: -1, den: 1 },
      { num: -1, den: 2 },
      { num: -2, den: 1 },
      { num: 0, den: 1 },
    ]) {
      test(`shows the source frames that the timeline means at ${rate.num}/${rate.den} and speed ${speed.num}/${speed.den}`, async () => {
        const clip = createClip({ id: 'clip', mediaId: media.id, start: 0, duration: 40, sourceIn: 100, speed })
        const from = -5
        const count = 50
        const shot = {
          mediaId: media.id,
          mediaKind: 'video',
          sourceSeconds: 4,
          speed: speed.num / speed.den,
          sourceFrame: 1 / 25,
          duration: 40,
          fadeIn: 0,
          fadeOut: 0,
          motion: null,
        } as const
        const footage = openFootage(
          tools,
          picture,
          { shot, from, count, rate, width: 320, height: 180, fitting: 'bars' },
          new AbortController().signal,
        )
        const shown: number[] = []
        for (let i = 0; i < count; i++) shown.push(frameNumber(await footage.next()))
        await footage.close()
        assert.deepEqual(
          shown,
          Array.from({ length: count }, (_, i) => sourceFrame(clip, media, rate, from + i)),
        )
      })
    }
  }

  test('holds the first and the last frame where the source has no more', async () => {
    const shot = {
      mediaId: media.id,
      mediaKind: 'video',
      sourceSeconds: 0,
      speed: 1,
      sourceFrame: 1 / 25,
      duration: 260,
      fadeIn: 0,
      fadeOut: 0,
      motion: null,
    } as const
    const open = (from: number, count: number) =>
      openFootage(
        tools,
        picture,
        { shot, from, count, rate: media.rate, width: 320, height: 180, fitting: 'bars' },
        new AbortController().signal,
      )
    const early = open(-3, 5)
    const late = open(247, 5)
    const numbers = { early: [] as number[], late: [] as number[] }
    for (let i = 0; i < 5; i++) {
      numbers.early.push(frameNumber(await early.next()))
      numbers.late.push(frameNumber(await late.next()))
    }
    await Promise.all([early.close(), late.close()])
    assert.deepEqual(numbers, { early: [0, 0, 0, 0, 1], late: [247, 248, 249, 249, 249] })
  })
})
