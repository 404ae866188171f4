import type { CameraMove, Framing, ShotSize } from '@storycanvas/api'
import { escaped } from '../hand/mark.ts'
import type { PanelPicture } from '../picture.ts'
import { lettered, runsLeftwards } from './lettering.ts'

const SIZES: Readonly<Record<ShotSize, string>> = {
  'extreme-wide': 'EWS',
  wide: 'WS',
  full: 'FS',
  'medium-wide': 'MWS',
  medium: 'MS',
  'medium-close': 'MCU',
  'close-up': 'CU',
  'extreme-close-up': 'ECU',
}

const FRAMINGS: Readonly<Record<Framing, string>> = {
  establishing: 'EST',
  single: '',
  'two-shot': '2-SHOT',
  group: 'GROUP',
  'over-the-shoulder': 'OTS',
  'point-of-view': 'POV',
  insert: 'INSERT',
}

const moveName = (move: CameraMove) => (move === 'static' ? '' : move.replace('-', ' ').toUpperCase())

/** Pixels that the strip takes from the bottom of a picture. */
export function stripHeight(width: number, height: number): number {
  return Math.round(Math.min(height * 0.16, 52 + width * 0.085))
}

/** Who speaks and what, or what happens. */
function spoken({ dialogue, description, characters }: PanelPicture): { readonly speaker: string; readonly text: string } {
  if (dialogue.trim() === '') return { speaker: '', text: description }
  return { speaker: characters.find(character => character.speaking)?.name ?? '', text: dialogue }
}

/** The shot size is bold, the move has the colour of its arrow. */
function labelRow(picture: PanelPicture, row: string, x: number, y: number, size: number): string {
  const look =
    row === SIZES[picture.shotSize] ? ' font-weight="bold"' : row === moveName(picture.cameraMove) ? ' fill="#b93a25"' : ''
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size.toFixed(1)}"${look}>${escaped(row)}</text>`
}

/** The strip under the picture: shot size and move at the left, words at the right. */
export function drawCaption(picture: PanelPicture, top: number): string {
  const { width, height } = picture
  const strip = height - top
  const size = Math.max(strip * 0.235, 7)
  const label = [SIZES[picture.shotSize], FRAMINGS[picture.framing], moveName(picture.cameraMove)].filter(row => row !== '')
  const margin = strip * 0.2
  const column = Math.min(Math.max(strip * 1.75, width * 0.13), width * 0.34)
  const textLeft = column + margin
  const textWidth = width - textLeft - margin * 1.2
  const { speaker, text } = spoken(picture)
  const rows = speaker === '' ? 3 : 2
  const lines = lettered(text, textWidth / size, rows)
  const leading = size * 1.24
  const shown = speaker === '' ? lines : ['', ...lines]
  const first = top + strip / 2 - ((shown.length - 1) * leading) / 2 + size * 0.35
  const line = (content: string, row: number, attributes = '') => {
    const leftwards = runsLeftwards(content)
    const x = leftwards ? width - margin * 1.2 : textLeft
    return `<text x="${x.toFixed(1)}" y="${(first + row * leading).toFixed(1)}" font-size="${size.toFixed(1)}"${leftwards ? ' direction="rtl"' : ''}${attributes}>${escaped(content)}</text>`
  }
  const [fittedSpeaker = ''] = lettered(speaker.toLocaleUpperCase(), textWidth / (size * 0.84), 1)
  return [
    `<rect y="${top}" width="${width}" height="${strip}" fill="#f6f4ef"/>`,
    `<g font-family="sans-serif" fill="#2a2927">`,
    ...label.map((row, index) =>
      labelRow(
        picture,
        row,
        margin,
        top + strip / 2 + (index - (label.length - 1) / 2) * size * 1.2 + size * 0.36,
        index === 0 ? size * 1.06 : size * 0.8,
      ),
    ),
    speaker === ''
      ? ''
      : line(fittedSpeaker, 0, ' fill="#77736c" font-weight="bold"').replace(
          `font-size="${size.toFixed(1)}"`,
          `font-size="${(size * 0.82).toFixed(1)}"`,
        ),
    ...shown.map((content, row) => (content === '' ? '' : line(content, row))),
    '</g>',
    `<path d="M${column.toFixed(1)} ${(top + strip * 0.2).toFixed(1)}V${(height - strip * 0.2).toFixed(1)}" stroke="#c9c5bc" stroke-width="1.5"/>`,
  ].join('')
}
