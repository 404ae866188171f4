/** Pictures that are accepted, told by their first bytes. SVG is none: it is a program, and can name other files. */
export type PictureFormat = 'png' | 'jpeg' | 'webp' | 'avif'

/** The picture format that the first bytes of a file belong to, or null. */
export function sniffPicture(head: Uint8Array): PictureFormat | null {
  const text = (from: number, length: number): string => Buffer.from(head.subarray(from, from + length)).toString('latin1')
  if (text(0, 8) === '\u0089PNG\r\n\u001a\n') return 'png'
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg'
  if (text(0, 4) === 'RIFF' && text(8, 4) === 'WEBP') return 'webp'
  if (text(4, 4) === 'ftyp' && ['avif', 'avis', 'mif1'].includes(text(8, 4))) return 'avif'
  return null
}
