/** Chunks that a picture is drawn from (PNG, third edition, 11.2–11.3). Texts, times and others' chunks are not among them. */
const drawnFrom: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'sRGB', 'gAMA', 'cHRM', 'iCCP', 'eXIf'])

/**
 * A PNG without the chunks that do not draw it: fifty kilobytes of compressed text can unfold to fifty megabytes in a
 * decoder that reads it. A broken end is kept as it is, for the decoder to refuse.
 */
export function withoutTexts(png: Buffer): Buffer {
  const kept: Buffer[] = [png.subarray(0, 8)]
  let at = 8
  while (at + 12 <= png.length) {
    const end = at + 12 + png.readUInt32BE(at)
    if (end > png.length) break
    if (drawnFrom.has(png.toString('latin1', at + 4, at + 8))) kept.push(png.subarray(at, end))
    at = end
  }
  return Buffer.concat([...kept, png.subarray(at)])
}
