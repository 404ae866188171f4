import { type Box, boxAt, boxes, boxIn } from './boxes.ts'

/** Facts of an initialisation segment. */
export type Initialisation = {
  readonly bytes: Buffer
  /** Ticks per second. */
  readonly timescale: number
  /** Codec string after RFC 6381: `avc1.64001f`, `mp4a.40.2`. */
  readonly codec: string
}

/** Facts of one media fragment. Times in ticks. */
export type Fragment = {
  readonly bytes: Buffer
  readonly decodeTime: number
  readonly duration: number
  readonly startsWithKeyframe: boolean
}

export type StreamPart = ({ readonly kind: 'initialisation' } & Initialisation) | ({ readonly kind: 'fragment' } & Fragment)

/**
 * Cuts a stream of fragmented MP4 into its initialisation and its fragments as they come. Give it pieces of any size;
 * it returns what has become whole.
 */
export function fragmentCutter(): (piece: Buffer) => readonly StreamPart[] {
  let pieces: Buffer[] = []
  let size = 0
  let wanted = 8
  let head: Buffer | null = null
  return piece => {
    pieces.push(piece)
    size += piece.length
    if (size < wanted) return []
    let rest = Buffer.concat(pieces)
    const found: StreamPart[] = []
    for (let box = boxAt(rest, 0); box !== null && box.end <= rest.length; box = boxAt(rest, 0)) {
      const bytes = rest.subarray(0, box.end)
      rest = rest.subarray(box.end)
      if (box.type === 'moov') found.push({ kind: 'initialisation', ...readInitialisation(bytes) })
      else if (box.type === 'moof') head = bytes
      else if (box.type === 'mdat' && head !== null) {
        found.push({ kind: 'fragment', ...readFragment(head, bytes) })
        head = null
      }
      // ftyp, styp, sidx and mfra are written anew or not needed.
    }
    pieces = [rest]
    size = rest.length
    wanted = boxAt(rest, 0)?.end ?? size + 1
    return found
  }
}

/** CMAF's brands (ISO/IEC 23000-19): ffmpeg's own list lacks them. */
const fileType = typeBox('ftyp', ['iso6', 'iso6', 'cmfc', 'mp41'])
export const segmentType = typeBox('styp', ['msdh', 'msdh', 'msix', 'cmfs'])

function typeBox(type: string, [major = '', ...compatible]: readonly string[]): Buffer {
  const body = Buffer.concat([Buffer.from(major), Buffer.alloc(4), ...compatible.map(one => Buffer.from(one))])
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + body.length, 0)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

function readInitialisation(moov: Buffer): Initialisation {
  const mdhd = need(boxIn(moov, 'moov/trak/mdia/mdhd'), 'mdhd')
  const timescale = moov.readUInt32BE(mdhd.body + (moov[mdhd.body] === 1 ? 20 : 12))
  return { bytes: Buffer.concat([fileType, moov]), timescale, codec: codecOf(moov) }
}

function codecOf(moov: Buffer): string {
  const stsd = need(boxIn(moov, 'moov/trak/mdia/minf/stbl/stsd'), 'stsd')
  const [entry] = boxes(moov, stsd.body + 8, stsd.end)
  if (entry?.type === 'avc1') {
    const avcC = need(boxes(moov, entry.body + 78, entry.end).find(one => one.type === 'avcC') ?? null, 'avcC')
    return `avc1.${moov.toString('hex', avcC.body + 1, avcC.body + 4)}`
  }
  if (entry?.type === 'mp4a') return `mp4a.40.${audioObjectType(moov, entry)}`
  throw new RangeError(`unexpected sample entry ${entry?.type}`)
}

/** Object type from the AudioSpecificConfig within esds (ISO/IEC 14496-1, 7.2.6); 2 is AAC-LC. */
function audioObjectType(moov: Buffer, entry: Box): number {
  const esds = boxes(moov, entry.body + 28, entry.end).find(one => one.type === 'esds')
  const stream = esds && descriptorAt(moov, esds.body + 4, 3)
  if (!stream) return 2
  // The stream's number, its flags, and what these say follows.
  const flags = moov[stream.body + 2] ?? 0
  const reference = (flags & 0x80 ? 2 : 0) + (flags & 0x40 ? 1 + (moov[stream.body + 3 + (flags & 0x80 ? 2 : 0)] ?? 0) : 0)
  const decoder = descriptorAt(moov, stream.body + 3 + reference + (flags & 0x20 ? 2 : 0), 4)
  const specific = decoder && descriptorAt(moov, decoder.body + 13, 5)
  if (!specific) return 2
  const [first = 0x10, second = 0] = moov.subarray(specific.body)
  const type = first >> 3
  return type === 31 ? 32 + ((first & 7) << 3) + (second >> 5) : type
}

/** A descriptor of this tag: its length stands in bytes of seven bits, each but the last with its highest bit set. */
function descriptorAt(bytes: Buffer, at: number, tag: number): { readonly body: number } | null {
  if (bytes[at] !== tag) return null
  let body = at + 1
  while (((bytes[body] ?? 0) & 0x80) !== 0) body++
  return { body: body + 1 }
}

function readFragment(moof: Buffer, mdat: Buffer): Fragment {
  const traf = need(boxIn(moof, 'moof/traf'), 'traf')
  const tfhd = need(boxIn(moof, 'tfhd', traf.body, traf.end), 'tfhd')
  const tfdt = need(boxIn(moof, 'tfdt', traf.body, traf.end), 'tfdt')
  const decodeTime = moof[tfdt.body] === 1 ? Number(moof.readBigUInt64BE(tfdt.body + 4)) : moof.readUInt32BE(tfdt.body + 4)
  const defaults = trackDefaults(moof, tfhd)
  let duration = 0
  let firstFlags: number | null = null
  for (const trun of boxes(moof, traf.body, traf.end).filter(one => one.type === 'trun')) {
    const run = readRun(moof, trun, defaults)
    duration += run.duration
    firstFlags ??= run.firstFlags
  }
  // Bit 16 of a sample's flags says that it is no sync sample.
  const startsWithKeyframe = ((firstFlags ?? 0) & 0x10000) === 0
  return { bytes: Buffer.concat([moof, mdat]), decodeTime, duration, startsWithKeyframe }
}

type Defaults = { readonly duration: number; readonly flags: number }

function trackDefaults(moof: Buffer, tfhd: Box): Defaults {
  const flags = moof.readUIntBE(tfhd.body + 1, 3)
  let at = tfhd.body + 8
  if (flags & 0x1) at += 8
  if (flags & 0x2) at += 4
  const duration = flags & 0x8 ? moof.readUInt32BE(at) : 0
  if (flags & 0x8) at += 4
  if (flags & 0x10) at += 4
  return { duration, flags: flags & 0x20 ? moof.readUInt32BE(at) : 0 }
}

function readRun(moof: Buffer, trun: Box, defaults: Defaults): { readonly duration: number; readonly firstFlags: number } {
  const flags = moof.readUIntBE(trun.body + 1, 3)
  const count = moof.readUInt32BE(trun.body + 4)
  let at = trun.body + 8 + (flags & 0x1 ? 4 : 0)
  const stated = flags & 0x4 ? moof.readUInt32BE(at) : null
  if (flags & 0x4) at += 4
  const step = [0x100, 0x200, 0x400, 0x800].filter(bit => flags & bit).length * 4
  const flagsAt = (flags & 0x100 ? 4 : 0) + (flags & 0x200 ? 4 : 0)
  let duration = 0
  for (let i = 0; i < count; i++) duration += flags & 0x100 ? moof.readUInt32BE(at + i * step) : defaults.duration
  const firstFlags = stated ?? (flags & 0x400 && count > 0 ? moof.readUInt32BE(at + flagsAt) : defaults.flags)
  return { duration, firstFlags }
}

function need(box: Box | null, type: string): Box {
  if (box === null) throw new RangeError(`the stream holds no ${type}`)
  return box
}
