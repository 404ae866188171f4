import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { createClip, createImageMedia, createTrack, createVideoMedia } from '@storycanvas/timeline'
import sharp from 'sharp'
import { black, directory, filmOf, framesOf, green, near, red, render } from './rendered.fixture.ts'

describe('a picture of another shape', () => {
  /** Square: red on the left, green on the right, grey over both at the top. */
  const square = { width: 180, height: 180 }
  before(async () => {
    const half = { width: 90, height: 180, channels: 3 } as const
    const top = { create: { width: 180, height: 36, channels: 3, background: '#808080' } } as const
    await sharp({ create: { ...half, width: 180, background: '#ff0000' } })
      .composite([
        { input: { create: { ...half, background: '#00ff00' } }, left: 90, top: 0 },
        { input: top, left: 0, top: 0 },
      ])
      .png()
      .toFile(join(directory, 'square.png'))
    const tags = ['-colorspace', 'bt709', '-color_range', 'tv', '-c:v', 'libx264', '-qp', '0', '-pix_fmt', 'yuv420p']
    const matrix = ['-vf', 'scale=out_color_matrix=bt709:out_range=tv', '-t', '1', '-r', '24']
    const from = ['-loop', '1', '-i', join(directory, 'square.png')]
    spawnSync('ffmpeg', ['-v', 'error', ...from, ...matrix, ...tags, join(directory, 'square.mp4')])
  })

  const sources = {
    still: createImageMedia({ id: 'square', ...square }),
    footage: createVideoMedia({ id: 'square', rate: { num: 24, den: 1 }, duration: 24, ...square }),
  }
  const grey = [126, 128, 128]
  const shown = {
    bars: { left: black, right: black, top: grey },
    fill: { left: red, right: green, top: null },
    blurred: { left: red, right: green, top: grey },
  } as const
  for (const [kind, source] of Object.entries(sources))
    for (const fitting of ['bars', 'fill', 'blurred'] as const)
      test(`${kind} fills the canvas as ${fitting} says`, async () => {
        const clips = [createClip({ id: 'c', mediaId: 'square', start: 0, duration: 10 })]
        const tracks = [createTrack({ id: 'v', kind: 'video', clips })]
        const path = join(directory, kind === 'still' ? 'square.png' : 'square.mp4')
        const { output } = await render(`${kind}-${fitting}`, filmOf({ media: { square: source }, tracks }), {
          fitting,
          preset: 'mezzanine',
          resolveMedia: () => ({ path, origin: 'outside' }),
        })
        const [frame] = framesOf(output)
        const at = (x: number, y: number) =>
          frame?.planes.map((plane, i) => plane.samples[(i > 0 ? y >> 1 : y) * plane.width + (i > 0 ? x >> 1 : x)] ?? 0) ?? []
        near(at(8, 90), shown[fitting].left, 'left edge')
        near(at(312, 90), shown[fitting].right, 'right edge')
        near(at(120, 90), red, 'left of the middle')
        near(at(200, 90), green, 'right of the middle')
        near(at(120, 4), shown[fitting].top ?? red, 'top of the left')
        near(at(200, 4), shown[fitting].top ?? green, 'top of the right')
      })
})
