import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Rate } from '@storycanvas/timeline'
import sharp from 'sharp'

/** Pictures of 320 × 180 that say their number in ten blocks of 24 × 24, the highest bit first, over a colour of their own. */
export const numbered = { width: 320, height: 180, frames: 400 } as const

/** Y′, Cb and Cr of 8 bits in limited range. */
export type Colour = readonly [luma: number, blue: number, red: number]
export const black: Colour = [16, 128, 128]
const lit: Colour = [235, 128, 128]

/** Colour of a numbered picture at a point. */
export function colourAt(number: number, ground: Colour, x: number, y: number): Colour {
  const bit = Math.floor((x - 4) / 32)
  const isBlock = y >= 148 && y < 172 && bit >= 0 && bit < 10 && x - 4 - 32 * bit < 24
  if (!isBlock) return ground
  return (number >> (9 - bit)) & 1 ? lit : black
}

/** Runs ffmpeg with something on its standard input; throws where it fails. */
type Ffmpeg = (argv: readonly string[], input: Buffer) => void

export const filmName = ({ num, den }: Rate, ground: Colour): string => `${num}-${den}-${ground.join('-')}.mp4`

/** A film of numbered pictures, kept without loss and with frames that are decoded out of order. */
export function numberedFilm(directory: string, rate: Rate, ground: Colour, ffmpeg: Ffmpeg): string {
  const path = join(directory, filmName(rate, ground))
  if (existsSync(path)) return path
  const { width, height, frames } = numbered
  const size = (width * height * 3) / 2
  const input = Buffer.alloc(size * frames)
  for (let number = 0; number < frames; number++) picture(input.subarray(number * size), number, ground)
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

export const stillName = (number: number): string => `still-${number}.png`

/** A still of one numbered picture. */
export async function numberedStill(directory: string, number: number, ground: Colour): Promise<void> {
  const { width, height } = numbered
  const rgb = Buffer.alloc(width * height * 3)
  for (let at = 0; at < width * height; at++) rgb.set(rgbOf(colourAt(number, ground, at % width, Math.floor(at / width))), at * 3)
  await sharp(rgb, { raw: { width, height, channels: 3 } })
    .toColourspace('srgb')
    .png()
    .toFile(join(directory, stillName(number)))
}

/** BT.709 in full range. */
function rgbOf([luma, blue, red]: Colour): readonly number[] {
  const [y, cb, cr] = [(luma - 16) / 219, (blue - 128) / 224, (red - 128) / 224]
  return [y + 1.5748 * cr, y - 0.1873 * cb - 0.4681 * cr, y + 1.8556 * cb].map(value => Math.round(value * 255))
}

function picture(frame: Buffer, number: number, ground: Colour): void {
  const { width, height } = numbered
  const planes = [
    { samples: frame.subarray(0, width * height), shrink: 1 },
    { samples: frame.subarray(width * height, (width * height * 5) / 4), shrink: 2 },
    { samples: frame.subarray((width * height * 5) / 4, (width * height * 3) / 2), shrink: 2 },
  ]
  for (const [i, { samples, shrink }] of planes.entries()) {
    const [columns, rows] = [width / shrink, height / shrink]
    samples.fill(ground[i] ?? 0)
    for (let y = Math.floor(148 / shrink); y < 172 / shrink && y < rows; y++)
      for (let x = 0; x < columns; x++) samples[y * columns + x] = colourAt(number, ground, x * shrink, y * shrink)[i] ?? 0
  }
}
