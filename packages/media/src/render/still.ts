import sharp, { type Sharp } from 'sharp'
import { maximumPixels } from '../sandbox/allowed.ts'
import { RenderError } from './failure.ts'
import { backgroundBlur, backgroundSize, type Fitting } from './fitting.ts'
import { frameOfRgb } from './frame.ts'
import { magnifications } from './motion.ts'
import type { Shot } from './span.ts'
import { type Texture, textureOf } from './warp.ts'

/** A still at one or more sizes; each is about the size that some part of its camera move needs. */
export type Still = { readonly levels: readonly Texture[] }

/** Bilinear sampling looks clean until a picture is shrunk by about this much; beyond it the next smaller level is used. */
const coarsest = 1.6
const largestEnlargement = 2

type Canvas = { readonly width: number; readonly height: number }

/** Decodes a still for `shot`: largest at the size of its closest view. A camera moves over the picture as it is fitted. */
export async function loadStill(
  path: string,
  shot: Shot,
  { canvas, fitting }: { readonly canvas: Canvas; readonly fitting: Fitting },
  name: string,
): Promise<Still> {
  try {
    const image = sharp(path, { limitInputPixels: maximumPixels, failOn: 'error', pages: 1 }).rotate()
    const { autoOrient } = await image.metadata()
    const box = boxOf(autoOrient, canvas, fitting)
    const fit = Math.min(canvas.width / box.width, canvas.height / box.height)
    const { least, most } = magnifications(shot.motion)
    const sizes: number[] = []
    for (let size = Math.min(largestEnlargement, fit * most); ; size /= coarsest) {
      sizes.push(size)
      if (size <= fit * least * coarsest) break
    }
    const levels = sizes.map(async size => {
      const target = { width: even(box.width * size), height: even(box.height * size) }
      const { data, info } = await (await fitted(image, target, fitting))
        .toColourspace('srgb')
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true })
      return textureOf(frameOfRgb(data, info.width, info.height))
    })
    return { levels: await Promise.all(levels) }
  } catch (cause) {
    throw new RenderError('media-unreadable', shot.mediaId, `${name} cannot be read as a picture`, { cause })
  }
}

/** What is shown of a picture, in its own pixels: itself, the part that has the canvas's shape, or that shape around it. */
function boxOf({ width, height }: Canvas, canvas: Canvas, fitting: Fitting): Canvas {
  if (fitting === 'bars') return { width, height }
  const scales = [width / canvas.width, height / canvas.height]
  const scale = fitting === 'fill' ? Math.min(...scales) : Math.max(...scales)
  return { width: canvas.width * scale, height: canvas.height * scale }
}

async function fitted(image: Sharp, { width, height }: Canvas, fitting: Fitting): Promise<Sharp> {
  const whole = image.clone().flatten({ background: 'black' })
  if (fitting !== 'blurred')
    return whole.resize(width, height, { fit: fitting === 'fill' ? 'cover' : 'fill', kernel: 'lanczos3' })
  const small = backgroundSize({ width, height })
  const [front, back] = await Promise.all([
    whole.clone().resize(width, height, { fit: 'inside', kernel: 'lanczos3' }).png({ compressionLevel: 0 }).toBuffer(),
    whole.resize(small.width, small.height, { fit: 'cover' }).blur(backgroundBlur).png({ compressionLevel: 0 }).toBuffer(),
  ])
  return sharp(back)
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .composite([{ input: front, gravity: 'centre' }])
}

/** The level to draw a view of magnification `scale` from: the smallest that need not be enlarged. */
export function levelFor(still: Still, scale: number, canvas: Canvas): Texture {
  const needed = (level: Texture): number => Math.min(canvas.width / level.width, canvas.height / level.height) * scale
  return still.levels.findLast(level => needed(level) <= 1.001) ?? (still.levels[0] as Texture)
}

function even(value: number): number {
  return Math.max(2, Math.round(value / 2) * 2)
}
