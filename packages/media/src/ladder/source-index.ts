import { type FileHandle, open } from 'node:fs/promises'
import { segmentSeconds } from '../manifest/files.ts'
import type { Rendition } from '../manifest/rendition.ts'
import { type Box, boxAt, boxes, boxIn } from './boxes.ts'

/** What a segment of a film that is cut up as it is will be: seconds, and about how many bytes. */
export type ForeseenSegment = { readonly seconds: number; readonly bytes: number }
export type Foreseen = { readonly video: readonly ForeseenSegment[]; readonly audio: readonly ForeseenSegment[] | null }

/** No index of a film of six hours comes near this. */
const largestIndex = 64 * 1024 * 1024
/** A longer beginning that an edit list skips holds pictures that ffmpeg leaves away. Seconds. */
const mostSkipped = 0.5
/** Every frame of AAC-LC. */
const frameSamples = 1024

/**
 * The segments that `remuxForPlayback` will make of an MP4, from its index alone (ISO/IEC 14496-12): so a manifest of the whole
 * film stands as soon as its first segments do. Null where the index does not say it plainly: fragments, several edits.
 */
export async function foreseeRemux(path: string): Promise<Foreseen | null> {
  const moov = await readIndex(path)
  try {
    return moov && foresee(moov)
  } catch (error) {
    // A value that stands beyond the end: an index that is cut off says nothing.
    if (error instanceof RangeError) return null
    throw error
  }
}

function foresee(moov: Buffer): Foreseen | null {
  if (boxIn(moov, 'mvex', 8)) return null
  const tracks = boxes(moov, 8, moov.length).filter(({ type }) => type === 'trak')
  const ofKind = (kind: string) => tracks.filter(track => handlerOf(moov, track) === kind)
  const [picture, ...otherPictures] = ofKind('vide')
  const [sound] = ofKind('soun')
  if (!picture || otherPictures.length > 0) return null
  const video = readTrack(moov, picture)
  const audio = sound && readTrack(moov, sound)
  if (!video || (sound && !audio?.isOfEqualFrames)) return null
  return { video: gathered(atKeyframes(video)), audio: audio ? gathered(bySoundFrames(audio)) : null }
}

/** A rendition of which the first segments are there, with those that will follow. */
export function withForeseen<R extends Rendition>(rendition: R, foreseen: Foreseen): R {
  const { segments, timescale } = rendition
  const rest = foreseen[rendition.kind]?.slice(segments.length) ?? []
  const following = rest.map(({ seconds, bytes }) => ({ ticks: Math.round(seconds * timescale), bytes }))
  return { ...rendition, segments: [...segments, ...following] }
}

async function readIndex(path: string): Promise<Buffer | null> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    for (let at = 0; at + 8 <= size; ) {
      const box = boxAt(await readAt(file, at, 16), 0)
      if (!box || box.type === 'moof') return null
      if (box.type === 'moov') return box.end <= largestIndex ? await readAt(file, at, box.end) : null
      at += box.end
    }
    return null
  } finally {
    await file.close()
  }
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}

function handlerOf(moov: Buffer, track: Box): string {
  const hdlr = boxIn(moov, 'mdia/hdlr', track.body, track.end)
  return hdlr ? moov.toString('latin1', hdlr.body + 8, hdlr.body + 12) : ''
}

type Track = {
  readonly timescale: number
  /** Seconds of each sample's decoding, and its end last. */
  readonly times: Float64Array
  readonly sizes: (sample: number) => number
  /** Samples that are keyframes, from 0; null where all are. */
  readonly keyframes: readonly number[] | null
  /** Whether all samples are as long as a frame of AAC-LC. */
  readonly isOfEqualFrames: boolean
}

function readTrack(moov: Buffer, track: Box): Track | null {
  const within = (path: string) => boxIn(moov, path, track.body, track.end)
  const [mdhd, stts, stsz] = [within('mdia/mdhd'), within('mdia/minf/stbl/stts'), within('mdia/minf/stbl/stsz')]
  if (!mdhd || !stts || !stsz) return null
  const timescale = moov.readUInt32BE(mdhd.body + (moov[mdhd.body] === 1 ? 20 : 12))
  const count = moov.readUInt32BE(stsz.body + 8)
  const size = moov.readUInt32BE(stsz.body + 4)
  // Four bytes for each sample, unless all are of one size: a count that the box cannot hold is a lie.
  if (timescale === 0 || count === 0 || (size === 0 ? stsz.body + 12 + count * 4 > stsz.end : count > largestIndex)) return null
  if (!isPlainlyEdited(moov, within('edts/elst'), timescale)) return null
  const times = timesOf(moov, stts, count, timescale)
  const stss = within('mdia/minf/stbl/stss')
  const keyframes = stss && entriesOf(moov, stss, 4).map(at => moov.readUInt32BE(at) - 1)
  if (!times || (keyframes && !keyframes.every((at, i) => (i === 0 ? at === 0 : at > (keyframes[i - 1] ?? 0)) && at < count)))
    return null
  return {
    timescale,
    times,
    sizes: sample => (size === 0 ? moov.readUInt32BE(stsz.body + 12 + sample * 4) : size),
    keyframes,
    isOfEqualFrames: moov.readUInt32BE(stts.body + 12) === frameSamples,
  }
}

/** Places of the entries of a table behind its version and their number, as many as lie in the box. */
function entriesOf(moov: Buffer, table: Box, length: number): number[] {
  const most = Math.floor((table.end - table.body - 8) / length)
  return Array.from({ length: Math.min(moov.readUInt32BE(table.body + 4), most) }, (_, i) => table.body + 8 + i * length)
}

function timesOf(moov: Buffer, stts: Box, count: number, timescale: number): Float64Array | null {
  const times = new Float64Array(count + 1)
  let sample = 0
  let ticks = 0
  for (const at of entriesOf(moov, stts, 8)) {
    const delta = moov.readUInt32BE(at + 4)
    for (let left = moov.readUInt32BE(at); left > 0 && sample < count; left--) {
      ticks += delta
      times[++sample] = ticks / timescale
    }
  }
  return sample === count ? times : null
}

/** One edit at most, from near the beginning, as encoders write it for frames that are decoded before they are shown. */
function isPlainlyEdited(moov: Buffer, elst: Box | null, timescale: number): boolean {
  if (!elst) return true
  if (moov[elst.body] !== 0 || moov.readUInt32BE(elst.body + 4) !== 1) return false
  const start = moov.readInt32BE(elst.body + 12)
  return start >= 0 && start / timescale <= mostSkipped && moov.readUInt32BE(elst.body + 16) === 0x10000
}

/** ffmpeg begins a fragment of pictures at each keyframe. */
function atKeyframes({ times, sizes, keyframes }: Track): ForeseenSegment[] {
  const starts = keyframes ?? Array.from({ length: times.length - 1 }, (_, sample) => sample)
  return starts.map((start, i) => between(start, starts[i + 1] ?? times.length - 1, times, sizes))
}

/** And one of sound as soon as it holds so many seconds. */
function bySoundFrames({ timescale, times, sizes }: Track): ForeseenSegment[] {
  const frames = Math.ceil((segmentSeconds * timescale) / frameSamples)
  const parts: ForeseenSegment[] = []
  for (let start = 0; start < times.length - 1; start += frames)
    parts.push(between(start, Math.min(start + frames, times.length - 1), times, sizes))
  return parts
}

function between(start: number, end: number, times: Float64Array, sizes: Track['sizes']): ForeseenSegment {
  let bytes = 0
  for (let sample = start; sample < end; sample++) bytes += sizes(sample)
  return { seconds: (times[end] ?? 0) - (times[start] ?? 0), bytes }
}

/** Fragments become segments as `writeRendition` joins them. */
function gathered(fragments: readonly ForeseenSegment[]): ForeseenSegment[] {
  const segments: ForeseenSegment[] = []
  let waiting: ForeseenSegment | null = null
  for (const { seconds, bytes } of fragments) {
    waiting = waiting ? { seconds: waiting.seconds + seconds, bytes: waiting.bytes + bytes } : { seconds, bytes }
    if (waiting.seconds < segmentSeconds * 0.9) continue
    segments.push(waiting)
    waiting = null
  }
  return waiting ? [...segments, waiting] : segments
}
