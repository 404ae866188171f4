import type { Canvas } from './scene.ts'

export const labelFont = '11px system-ui, sans-serif'
export const timecodeFont = '11px ui-monospace, "DejaVu Sans Mono", monospace'

const widths = new Map<string, number>()
const MOST_KNOWN = 5000

/** Width of a label in CSS pixels. Measuring is slow, and the same names come back in every picture. */
function widthOf(context: Canvas, text: string): number {
  const known = widths.get(text)
  if (known !== undefined) return known
  if (widths.size > MOST_KNOWN) widths.clear()
  const { width } = context.measureText(text)
  widths.set(text, width)
  return width
}

/** Writes as much of a label as there is room for; the context's font is `labelFont`. */
export function writeLabel(context: Canvas, text: string, x: number, y: number, room: number) {
  const width = widthOf(context, text)
  if (width <= room) return context.fillText(text, x, y)
  const letters = Math.floor((text.length * (room - 8)) / width)
  if (letters > 0) context.fillText(`${text.slice(0, letters)}…`, x, y)
}
