import { open, readFile, rename } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import { maximumPixels } from '../sandbox/allowed.ts'
import { type PictureFormat, sniffPicture } from './format.ts'
import { withoutTexts } from './png.ts'

export type PictureFacts = {
  readonly format: PictureFormat
  readonly bytes: number
  /** Size as displayed, turned upright. */
  readonly width: number
  readonly height: number
  readonly hasAlpha: boolean
}

/** Stable codes: they are shown, translated and tested. */
export type PictureRefusalCode = 'empty-file' | 'format-unsupported' | 'too-many-pixels' | 'unreadable'
export type PictureRefusal = { readonly code: PictureRefusalCode; readonly message: string }

export type PictureInspection =
  | { readonly kind: 'accepted'; readonly facts: PictureFacts }
  | { readonly kind: 'refused'; readonly refusal: PictureRefusal }

export type PictureOutput = {
  /** Absolute path; the picture appears there when it is whole. */
  readonly path: string
  readonly format: PictureFormat
  readonly quality: number
  /** Largest size; a smaller picture keeps its own. */
  readonly width: number
  readonly height: number
  /** `inside` keeps the whole picture, `cover` fills the size and cuts what is over. */
  readonly fit: 'inside' | 'cover'
}

/** Facts of a picture, or why it is refused. Decodes all of it: a picture that breaks half way is refused here, not later. */
export async function inspectPicture(path: string): Promise<PictureInspection> {
  const opened = await openPicture(path)
  if (opened.kind === 'refused') return opened
  try {
    await opened.image.clone().stats()
    return { kind: 'accepted', facts: opened.facts }
  } catch {
    return refuse('unreadable', 'the picture is damaged or incomplete')
  }
}

/**
 * Draws a picture anew: upright, in sRGB, without any of the metadata that the original carried (place, camera, profile,
 * comments). Nothing of the original's bytes is passed on.
 */
export async function reencodePicture(path: string, output: PictureOutput): Promise<PictureInspection> {
  const opened = await openPicture(path)
  if (opened.kind === 'refused') return opened
  const partial = `${output.path}.partial`
  try {
    const shaped = opened.image
      .autoOrient()
      .resize(output.width, output.height, { fit: output.fit, withoutEnlargement: true })
      .toColourspace('srgb')
    const { width, height, size } = await encoded(shaped, output).toFile(partial)
    await rename(partial, output.path)
    const hasAlpha = opened.facts.hasAlpha && output.format !== 'jpeg'
    return { kind: 'accepted', facts: { format: output.format, bytes: size, width, height, hasAlpha } }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error
    return refuse('unreadable', 'the picture is damaged or incomplete')
  }
}

/** A picture of the most pixels allowed, uncompressed, is smaller than this. */
const largestFile = 256 * 2 ** 20

type Opened = { readonly kind: 'opened'; readonly image: Sharp; readonly facts: PictureFacts }

async function openPicture(path: string): Promise<Opened | Extract<PictureInspection, { kind: 'refused' }>> {
  const { head, bytes } = await readHead(path)
  if (bytes === 0) return refuse('empty-file', 'the file is empty')
  const format = sniffPicture(head)
  if (bytes > largestFile) return refuse('too-many-pixels', `pictures may be ${largestFile / 2 ** 20} MiB large`)
  if (format === null) return refuse('format-unsupported', 'pictures are accepted as PNG, JPEG, WebP and AVIF')
  // One page: an animation of a hundred thousand frames is as cheap as its first one.
  const image = sharp(format === 'png' ? withoutTexts(await readFile(path)) : path, {
    limitInputPixels: maximumPixels,
    failOn: 'error',
    pages: 1,
    sequentialRead: true,
  })
  try {
    const found = await image.metadata()
    const { width, height } = found.autoOrient
    return { kind: 'opened', image, facts: { format, bytes, width, height, hasAlpha: found.hasAlpha } }
  } catch (error) {
    const isTooLarge = error instanceof Error && /pixel limit|too large|dimensions/i.test(error.message)
    return isTooLarge
      ? refuse('too-many-pixels', `pictures may have ${maximumPixels / 1e6} million pixels`)
      : refuse('unreadable', 'the picture is damaged or incomplete')
  }
}

function encoded(image: Sharp, { format, quality }: PictureOutput): Sharp {
  switch (format) {
    case 'jpeg':
      return image.flatten({ background: 'white' }).jpeg({ quality, mozjpeg: false })
    case 'png':
      return image.png({ compressionLevel: 7 })
    case 'webp':
      return image.webp({ quality, effort: 3 })
    case 'avif':
      return image.avif({ quality, effort: 3 })
  }
}

function refuse(code: PictureRefusalCode, message: string): { readonly kind: 'refused'; readonly refusal: PictureRefusal } {
  return { kind: 'refused', refusal: { code, message } }
}

async function readHead(path: string): Promise<{ readonly head: Uint8Array; readonly bytes: number }> {
  const file = await open(path, 'r')
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(64), 0, 64, 0)
    return { head: buffer.subarray(0, bytesRead), bytes: (await file.stat()).size }
  } finally {
    await file.close()
  }
}
