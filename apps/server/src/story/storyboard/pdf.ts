import { buffer } from 'node:stream/consumers'
import type { StoryboardLayout } from '@storycanvas/api'
import sharp from 'sharp'
import type { Context } from '../../context.ts'
import type { Frame } from './frames.ts'
import { layouts, paper, placeOf } from './layouts.ts'
import { write } from './words.ts'

type Media = Pick<Context['media'], 'read'>

/** The board on paper. */
export async function storyboardPdf(
  media: Media,
  title: string,
  frames: readonly Frame[],
  layout: StoryboardLayout,
): Promise<Buffer> {
  // Read in when called for: its fonts and dictionaries take an eighth of what a start takes.
  const { default: PDFDocument } = await import('pdfkit')
  const document = new PDFDocument({
    ...{ size: 'A4', layout: 'landscape', margin: 0, autoFirstPage: false, info: { Title: title, Creator: 'StoryCanvas' } },
  })
  const bytes = buffer(document)
  const { columns, rows } = layouts[layout]
  const onPage = columns * rows
  const pages = Math.max(1, Math.ceil(frames.length / onPage))
  for (let page = 0; page < pages; page += 1) {
    document.addPage()
    await drawHead(document, title, `${page + 1} / ${pages}`)
    for (const [place, frame] of frames.slice(page * onPage, (page + 1) * onPage).entries())
      await drawFrame(document, media, frame, layout, place)
  }
  document.end()
  return bytes
}

async function drawHead(document: PDFKit.PDFDocument, title: string, page: string): Promise<void> {
  const line = { y: paper.margin - 6, height: 16 }
  await write(document, title, { ...line, x: paper.margin, width: paper.width - 2 * paper.margin - 80 }, { size: 11, bold: true })
  await write(document, page, { ...line, x: paper.width - paper.margin - 60, width: 60 }, { size: 9, grey: true })
}

async function drawFrame(document: PDFKit.PDFDocument, media: Media, frame: Frame, layout: StoryboardLayout, place: number) {
  const { picture, words } = placeOf(layout, place)
  document.rect(picture.x, picture.y, picture.width, picture.height).fillAndStroke('#f2f2f2', '#bbbbbb')
  if (frame.hash !== null) {
    const jpeg = await sharp(await buffer(await media.read(frame.hash)))
      .flatten()
      .jpeg({ quality: 82 })
      .toBuffer()
    document.image(jpeg, picture.x, picture.y, { fit: [picture.width, picture.height], align: 'center', valign: 'center' })
  }
  const { panel, number, heading } = frame
  const seconds = `${(panel.durationMs / 1000).toFixed(1)} s`
  const size = layout === 'single' ? 11 : 7.5
  const first = { ...words, height: size * 1.4 }
  const shot = `${panel.shotSize}, ${panel.cameraMove}`.replaceAll('-', ' ')
  await write(document, `${number}  ${shot}, ${seconds}`, first, { size, bold: true })
  const second = { ...first, y: first.y + size * 1.4 }
  await write(document, heading, second, { size, grey: true })
  const speech = panel.dialogue.map(({ character, text }) => `${character}: ${text}`)
  const rest = { ...words, y: second.y + size * 1.5, height: words.height - size * 2.9 }
  await write(document, [panel.description, ...speech].filter(text => text.trim() !== '').join('\n'), rest, { size })
}
