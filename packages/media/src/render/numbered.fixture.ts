import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Rate } from '@storycanvas/timeline'
import sharp from 'sharp'

/** Pictures of 320 × 180 that say their number in ten blocks of 24 × 24, the highest bit first, over a level of their own. */
export const numbered = { width: 320, height: 180, frames: 400 } as const
const lit = 235
const unlit = 16

/** Luma of a numbered picture at a point. */
export function lumaAt(number: number, level: number, x: number, y: number): number {
  const bit = Math.floor((x - 4) / 32)
  const isBlock = y >= 148 && y < 172 && bit >= 0 && bit < 10 && x - 4 - 32 * bit < 24
  if (!isBlock) return level
  return (number >> (9 - bit)) & 1 ? lit : unlit
}

/** Runs ffmpeg with something on its standard input; throws where it fails. */
type Ffmpeg = (argv: readonly string[], input: Buffer) => void

/** A film of numbered pictures, kept without loss and with frames that are decoded out of order. */
export function numberedFilm(directory: string, rate: Rate, level: number, ffmpeg: Ffmpeg): string {
  const path = join(directory, `${rate.num}-${rate.den}-${level}.mp4`)
  if (existsSync(path)) return path
  const { width, height, frames } = numbered
  const size = (width * height * 3) / 2
  const input = Buffer.alloc(size * frames, 128)
  for (let number = 0; number < frames; number++) picture(input.subarray(number * size), number, level)
  const from = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'yuv420p',
    '-s',
    `${width}x${height}`,
    '-r',
    `${rate.num}/${rate.den}`,
    '-i',
    'pipe:0',
  ]
  const colours = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv']
  const codec = ['-c:v', 'libx264', '-qp', '0', '-preset', 'ultrafast', '-bf', '2', '-b_strategy', '0', '-g', '24', ...colours]
  ffmpeg(['-v', 'error', '-y', ...from, ...codec, path], input)
  return path
}

/** A still of one numbered picture. */
export async function numberedStill(directory: string, number: number, level: number): Promise<string> {
  const path = join(directory, `still-${number}.png`)
  const { width, height } = numbered
  const grey = Buffer.alloc(width * height)
  picture(grey, number, level)
  for (const [at, luma] of grey.entries()) grey[at] = Math.round(((luma - 16) * 255) / 219)
  await sharp(grey, { raw: { width, height, channels: 1 } })
    .toColourspace('srgb')
    .png()
    .toFile(path)
  return path
}

function picture(luma: Buffer, number: number, level: number): void {
  const { width, height } = numbered
  luma.fill(level, 0, width * height)
  for (let y = 148; y < 172; y++) for (let x = 0; x < width; x++) luma[y * width + x] = lumaAt(number, level, x, y)
}
