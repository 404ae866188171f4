import sharp from 'sharp'
import { drawPanel } from './draw.ts'
import type { PanelPicture } from './picture.ts'

/** Pictures are flat: higher levels cost time and save next to nothing. */
const COMPRESSION = 3

/**
 * Paints a panel as PNG, in its own width and height.
 * Takes a picture, or an SVG that `drawPanel` made. Rejects only when the machine cannot render at all.
 */
export async function paintPanel(panel: PanelPicture | string): Promise<Buffer> {
  const svg = typeof panel === 'string' ? panel : drawPanel(panel)
  return await sharp(Buffer.from(svg)).removeAlpha().png({ compressionLevel: COMPRESSION }).toBuffer()
}
