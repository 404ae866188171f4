import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import {
  createAudioMedia,
  createClip,
  createImageMedia,
  createTimeline,
  createTrack,
  createTransition,
  createVideoMedia,
  type Timeline,
} from '@storycanvas/timeline'
import sharp from 'sharp'
import { openMediaTools } from '../sandbox/tools.ts'
import { frameOf } from './frame.ts'
import { type RenderOptions, renderTimeline } from './render.ts'

export const samples = process.env['SAMPLES_DIR']
export const tools = openMediaTools()
export const canvas = { width: 320, height: 180 }
export const directory = await mkdtemp(join(tmpdir(), 'media-render-'))
after(() => rm(directory, { recursive: true, force: true }))

before(async () => {
  for (const [name, background] of Object.entries({ red: '#ff0000', green: '#00ff00', grey: '#808080' })) {
    await sharp({ create: { ...canvas, channels: 3, background } })
      .png()
      .toFile(join(directory, `${name}.png`))
  }
  await writeFile(join(directory, 'beep.wav'), beep())
  // A low tone; and bursts of noise over a quiet floor, whose peaks stand far above their loudness.
  makeSound('tone', 'sine=f=200:d=3')
  makeSound('clicks', 'anoisesrc=d=3:a=0.5:seed=4,volume=0.1+0.9*lt(mod(t\\,0.5)\\,0.02):eval=frame')
})

function makeSound(name: string, source: string): void {
  spawnSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, '-ar', '48000', join(directory, `${name}.wav`)])
}

/** One second of silence, then one of a 1 kHz tone at half of full scale: mono, 48 kHz. */
function beep(): Buffer {
  const samples = Buffer.alloc(2 * 96_000)
  for (let i = 48_000; i < 96_000; i++)
    samples.writeInt16LE(Math.round(16_384 * Math.sin((2 * Math.PI * 1000 * i) / 48_000)), i * 2)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(48_000, 24)
  head.writeUInt32LE(96_000, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}

export const media = {
  red: createImageMedia({ id: 'red', ...canvas }),
  green: createImageMedia({ id: 'green', ...canvas }),
  grey: createImageMedia({ id: 'grey', ...canvas }),
  beep: createAudioMedia({ id: 'beep', duration: 96_000, audio: { channels: 1, sampleRate: 48_000 } }),
  tone: createAudioMedia({ id: 'tone', duration: 144_000, audio: { channels: 1, sampleRate: 48_000 } }),
  clicks: createAudioMedia({ id: 'clicks', duration: 144_000, audio: { channels: 1, sampleRate: 48_000 } }),
  numbers: createVideoMedia({ id: 'numbers', rate: { num: 25, den: 1 }, duration: 250, ...canvas }),
}

export function filmOf(part: Partial<Timeline>): Timeline {
  return createTimeline({ id: 'film', canvas, media, ...part })
}

/** Red, a dissolve to green over frames 42 to 53, a gap from 72 to 83, grey to 107. */
export const film = filmOf({
  tracks: [
    createTrack({
      id: 'v',
      kind: 'video',
      clips: [
        createClip({ id: 'c1', mediaId: 'red', start: 0, duration: 48 }),
        createClip({ id: 'c2', mediaId: 'green', start: 48, duration: 24 }),
        createClip({ id: 'c3', mediaId: 'grey', start: 84, duration: 24, fadeIn: 12 }),
      ],
      transitions: [createTransition({ id: 'x', cut: 48, inOffset: 6, outOffset: 6 })],
    }),
  ],
})

export async function render(name: string, timeline: Timeline, more: Partial<RenderOptions> = {}) {
  const work = join(directory, name)
  await mkdir(work, { recursive: true })
  return await renderTimeline({
    tools,
    timeline,
    resolveMedia: one => ({
      path:
        one.id === 'numbers'
          ? join(samples ?? '', 'media/gt-frame-numbers.mp4')
          : join(directory, one.kind === 'audio' ? `${one.id}.wav` : `${one.id}.png`),
      origin: 'outside',
    }),
    output: join(work, 'film.mp4'),
    workDir: join(work, 'work'),
    cacheDir: join(work, 'cache'),
    cores: 2,
    ...more,
  })
}

export function decode(path: string, ...argv: readonly string[]): Buffer {
  return spawnSync('ffmpeg', ['-v', 'error', '-i', path, ...argv, 'pipe:1'], { maxBuffer: 2 ** 28 }).stdout
}

/** Every frame of a film. */
export function framesOf(path: string) {
  const bytes = decode(path, '-f', 'rawvideo', '-pix_fmt', 'yuv420p')
  const size = (canvas.width * canvas.height * 3) / 2
  assert.equal(bytes.length % size, 0)
  return Array.from({ length: bytes.length / size }, (_, i) =>
    frameOf(canvas.width, canvas.height, Uint8Array.from(bytes.subarray(i * size, (i + 1) * size))),
  )
}

/** The colour in the middle of a frame. */
export function colour(frame: ReturnType<typeof frameOf> | undefined): readonly number[] {
  assert.ok(frame)
  return frame.planes.map(plane => plane.samples[(plane.height >> 1) * plane.width + (plane.width >> 1)] ?? 0)
}

export function near(actual: readonly number[], expected: readonly number[], what: string): void {
  assert.ok(
    actual.every((value, i) => Math.abs(value - (expected[i] ?? 0)) <= 4),
    `${what}: ${actual.join(' ')} instead of ${expected.join(' ')}`,
  )
}

export const red = [63, 102, 240]
export const green = [173, 42, 26]
export const black = [16, 128, 128]
