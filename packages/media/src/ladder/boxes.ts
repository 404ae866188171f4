/** Boxes of ISO/IEC 14496-12, read from fragmented MP4 that ffmpeg writes. */
export type Box = { readonly type: string; readonly start: number; readonly end: number; readonly body: number }

/** The boxes between two offsets. Stops at a box that is not whole. */
export function boxes(bytes: Buffer, start = 0, end = bytes.length): readonly Box[] {
  const found: Box[] = []
  for (let at = start; at + 8 <= end; ) {
    const box = boxAt(bytes, at)
    if (box === null || box.end > end) break
    found.push(box)
    at = box.end
  }
  return found
}

/** The header of the box at an offset; null where even that is not whole. */
export function boxAt(bytes: Buffer, at: number): Box | null {
  if (at + 8 > bytes.length) return null
  const size = bytes.readUInt32BE(at)
  const type = bytes.toString('latin1', at + 4, at + 8)
  if (size !== 1) return { type, start: at, end: at + Math.max(8, size), body: at + 8 }
  if (at + 16 > bytes.length) return null
  return { type, start: at, end: at + Number(bytes.readBigUInt64BE(at + 8)), body: at + 16 }
}

/** The first box along a path of types, such as `moov/trak/mdia/mdhd`. */
export function boxIn(bytes: Buffer, path: string, start = 0, end = bytes.length): Box | null {
  const [type, ...rest] = path.split('/')
  const box = boxes(bytes, start, end).find(one => one.type === type)
  if (box === undefined) return null
  return rest.length === 0 ? box : boxIn(bytes, rest.join('/'), box.body, box.end)
}
