import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import type { Context } from '../../context.ts'
import type { Frame } from './frames.ts'

const cell = { width: 240, height: 135, gap: 6 }
const background = '#1b1b1b'
const empty = '#333333'

/** Every frame small and with its number, in story order, in about as many columns as rows are tall for a wide screen. */
export async function contactSheet(media: Pick<Context['media'], 'read'>, frames: readonly Frame[]): Promise<Buffer> {
  const columns = Math.max(1, Math.min(frames.length, Math.ceil(Math.sqrt(frames.length))))
  const rows = Math.max(1, Math.ceil(frames.length / columns))
  const cells = []
  for (const [index, { hash, number }] of frames.entries()) {
    const picture = hash === null ? await blank() : await small(await buffer(await media.read(hash)))
    const left = cell.gap + (index % columns) * (cell.width + cell.gap)
    const top = cell.gap + Math.floor(index / columns) * (cell.height + cell.gap)
    cells.push({ input: picture, left, top }, { input: await plate(number), left, top })
  }
  const width = columns * (cell.width + cell.gap) + cell.gap
  const height = rows * (cell.height + cell.gap) + cell.gap
  return sharp({ create: { width, height, channels: 3, background } })
    .composite(cells)
    .png({ palette: true })
    .toBuffer()
}

const small = (picture: Buffer) =>
  sharp(picture)
    .resize({ ...sizeOfCell, fit: 'contain', background: empty })
    .flatten({ background: empty })
    .png()
    .toBuffer()

/** A number in white on a dark plate, to lie on the corner of a picture. */
const plate = async (number: string) => {
  const text = `<span foreground="white" weight="bold">${number.replaceAll(/[^\p{L}\p{N}. -]/gu, '')}</span>`
  const written = await sharp({ text: { text, rgba: true, font: 'sans 10', dpi: 72 } })
    .png()
    .toBuffer()
  return sharp(written).flatten({ background }).extend({ top: 3, bottom: 3, left: 5, right: 5, background }).png().toBuffer()
}

const sizeOfCell = { width: cell.width, height: cell.height }
const blank = () =>
  sharp({ create: { ...sizeOfCell, channels: 3, background: empty } })
    .png()
    .toBuffer()
