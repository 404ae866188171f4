import sharp from 'sharp'
import type { Box } from './layouts.ts'

type Paper = PDFKit.PDFDocument
type Style = { size: number; bold?: boolean; grey?: boolean }

/** What the fonts that every reader of PDF brings along can write. */
const isWestern = (text: string) => /^[\n\x20-\x7e\xa0-\xff–—‘’“”•…€™]*$/.test(text)

/**
 * Writes into a box and cuts off what does not fit. Letters that the built-in fonts lack are set by Pango as a picture, with
 * whatever fonts this machine has.
 */
export async function write(paper: Paper, text: string, box: Box, { size, bold = false, grey = false }: Style): Promise<void> {
  if (text.trim() === '' || box.height < size) return
  const colour = grey ? '#666666' : '#111111'
  if (isWestern(text)) {
    paper
      .font(bold ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(size)
      .fillColor(colour)
      .text(text, box.x, box.y, { width: box.width, height: box.height, ellipsis: true, lineGap: 1 })
    return
  }
  const sharpness = 3
  const [width, height] = [Math.floor(box.width * sharpness), Math.floor(box.height * sharpness)]
  const marked = `<span foreground="${colour}"${bold ? ' weight="bold"' : ''}>${escaped(text.slice(0, 2000))}</span>`
  const drawn = await sharp({
    text: { text: marked, rgba: true, width, wrap: 'word-char', font: `sans ${size}`, dpi: 72 * sharpness },
  })
    .png()
    .toBuffer({ resolveWithObject: true })
  const shown = await sharp(drawn.data)
    .extract({ left: 0, top: 0, width: Math.min(width, drawn.info.width), height: Math.min(height, drawn.info.height) })
    .png()
    .toBuffer({ resolveWithObject: true })
  paper.image(shown.data, box.x, box.y, { width: shown.info.width / sharpness, height: shown.info.height / sharpness })
}

const escaped = (text: string) =>
  text
    .replaceAll(/[\u0000-\u0008\u000b-\u001f]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
