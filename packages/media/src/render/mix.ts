import { type FileHandle, open } from 'node:fs/promises'
import { bytesPerSample, channels } from './decode-sounds.ts'
import { createDucker, type Ducking } from './duck.ts'
import { pieceGain, type SoundPiece } from './sound-plan.ts'

export type Mix = {
  /** Raw stereo 32-bit float. */
  readonly path: string
  readonly samples: number
  readonly sampleRate: number
  /** Largest sample before any limiting; above 1 the mix would clip. */
  readonly peak: number
}

/** Adds up the decoded pieces, sample for sample, into `path`. Without pieces the mix is silence. */
export async function mixSound(
  pieces: readonly SoundPiece[],
  decoded: readonly (string | null)[],
  path: string,
  mix: { readonly samples: number; readonly sampleRate: number; readonly ducking: Ducking | null },
  signal: AbortSignal,
): Promise<Mix> {
  const peak = await addUp(pieces, decoded, path, mix, signal)
  return { path, samples: mix.samples, sampleRate: mix.sampleRate, peak }
}

/** Writes the sum of all pieces second by second; returns the largest magnitude. */
async function addUp(
  pieces: readonly SoundPiece[],
  paths: readonly (string | null)[],
  path: string,
  { samples, sampleRate, ducking }: { readonly samples: number; readonly sampleRate: number; readonly ducking: Ducking | null },
  signal: AbortSignal,
): Promise<number> {
  const ducker = ducking && createDucker(ducking, sampleRate, channels)
  const out = await open(path, 'w')
  const open_ = new Map<number, FileHandle>()
  let peak = 0
  try {
    for (let start = 0; start < samples; start += sampleRate) {
      signal.throwIfAborted()
      const end = Math.min(samples, start + sampleRate)
      const block = new Float32Array((end - start) * channels)
      const [speech, music] = ducker === null ? [block, block] : [new Float32Array(block.length), new Float32Array(block.length)]
      const buses = { speech, music, other: block }
      for (const [i, piece] of pieces.entries()) {
        if (piece.start >= end) continue
        if (piece.start + piece.samples <= start) {
          await open_.get(i)?.close()
          open_.delete(i)
          continue
        }
        const place = paths[i] ?? null
        if (place === null) continue
        const file = open_.get(i) ?? (await open(place, 'r'))
        open_.set(i, file)
        await add(piece, file, buses[piece.role], start, end)
      }
      if (ducker !== null) {
        const gains = ducker(speech)
        for (let at = 0; at < block.length; at++) {
          const gain = gains[Math.floor(at / channels)] as number
          block[at] = (block[at] as number) + (speech[at] as number) + (music[at] as number) * gain
        }
      }
      for (const value of block) peak = Math.max(peak, Math.abs(value))
      await out.write(new Uint8Array(block.buffer))
    }
  } finally {
    for (const file of open_.values()) await file.close()
    await out.close()
  }
  return peak
}

async function add(piece: SoundPiece, file: FileHandle, block: Float32Array, start: number, end: number): Promise<void> {
  const from = Math.max(piece.start, start)
  const count = Math.min(piece.start + piece.samples, end) - from
  const bytes = new Uint8Array(count * bytesPerSample)
  const { bytesRead } = await file.read(bytes, 0, bytes.length, (from - piece.start) * bytesPerSample)
  const source = new Float32Array(bytes.buffer, 0, Math.floor(bytesRead / bytesPerSample) * channels)
  const offset = (from - start) * channels
  const first = from - piece.start
  // Between its fades a piece has one gain for all its samples.
  const [rest, end_] = [piece.fadeIn.samples, piece.samples - piece.fadeOut.samples]
  for (let at = 0; at < source.length; at += channels) {
    const sample = first + at / channels
    const gain = sample >= rest && sample < end_ ? piece.gain : pieceGain(piece, sample)
    block[offset + at] = (block[offset + at] as number) + (source[at] as number) * gain
    block[offset + at + 1] = (block[offset + at + 1] as number) + (source[at + 1] as number) * gain
  }
}
