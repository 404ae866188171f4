/** One shape laid down by a marker. `path` is SVG path data of our own making. */
export function fill(path: string, colour: string, opacity = 1): string {
  return path === '' ? '' : `<path d="${path}" fill="${colour}"${opacity < 1 ? ` fill-opacity="${opacity.toFixed(3)}"` : ''}/>`
}

/** One line of the pen; `width` in pixels. */
export function line(path: string, colour: string, width: number, opacity = 1): string {
  if (path === '') return ''
  const faint = opacity < 1 ? ` stroke-opacity="${opacity.toFixed(3)}"` : ''
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width.toFixed(1)}"${faint}/>`
}

/** A shape with its contour. */
export function inked(path: string, colour: string, ink: string, width: number, inkOpacity = 1): string {
  if (path === '') return ''
  const faint = inkOpacity < 1 ? ` stroke-opacity="${inkOpacity.toFixed(2)}"` : ''
  return `<path d="${path}" fill="${colour}" stroke="${ink}" stroke-width="${width.toFixed(1)}"${faint}/>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text for an XML element or attribute: escaped, and without what XML 1.0 forbids even when escaped. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, sign => ENTITIES[sign] ?? '')
}
