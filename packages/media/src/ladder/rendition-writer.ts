import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { segmentSeconds } from '../manifest/files.ts'
import { mediaPlaylist } from '../manifest/hls.ts'
import { initialisationName, playlistName, type Rendition, segmentName } from '../manifest/rendition.ts'
import { type Fragment, fragmentCutter, segmentType } from './fragment.ts'

/** What is known of a rendition before its first byte. */
export type RenditionPlan =
  | Omit<Extract<Rendition, { kind: 'video' }>, 'codec' | 'timescale' | 'startTicks' | 'segments'>
  | Omit<Extract<Rendition, { kind: 'audio' }>, 'codec' | 'timescale' | 'startTicks' | 'segments'>

/**
 * Writes the fragments of one output pipe as segments of about four seconds. Each file appears whole under its name;
 * `onSegment` is told the rendition so far after each. Resolves with the finished rendition.
 */
export async function writeRendition(
  pipe: Readable,
  plan: RenditionPlan,
  outDir: string,
  onSegment: (rendition: Rendition) => Promise<void>,
): Promise<Rendition> {
  const directory = join(outDir, plan.directory)
  await mkdir(directory, { recursive: true })
  const cut = fragmentCutter()
  let rendition: Rendition = { ...plan, codec: '', timescale: 1, startTicks: 0, segments: [] }
  let waiting: Fragment[] = []

  const writeSegment = async (): Promise<void> => {
    const [first] = waiting
    if (first === undefined) return
    const bytes = Buffer.concat([segmentType, ...waiting.map(one => one.bytes)])
    const ticks = waiting.reduce((sum, one) => sum + one.duration, 0)
    waiting = []
    await writeWhole(join(directory, segmentName(rendition.segments.length + 1)), bytes)
    const startTicks = rendition.segments.length === 0 ? first.decodeTime : rendition.startTicks
    rendition = { ...rendition, startTicks, segments: [...rendition.segments, { ticks, bytes: bytes.length }] }
    await onSegment(rendition)
  }

  for await (const piece of pipe as AsyncIterable<Buffer>) {
    for (const part of cut(piece)) {
      if (part.kind === 'initialisation') {
        rendition = { ...rendition, codec: part.codec, timescale: part.timescale }
        await writeWhole(join(directory, initialisationName), part.bytes)
        continue
      }
      waiting.push(part)
      const seconds = waiting.reduce((sum, one) => sum + one.duration, 0) / rendition.timescale
      if (seconds >= segmentSeconds * 0.9) await writeSegment()
    }
  }
  await writeSegment()
  return rendition
}

export async function writePlaylist(rendition: Rendition, state: 'growing' | 'finished', outDir: string): Promise<void> {
  await writeWhole(join(outDir, rendition.directory, playlistName), mediaPlaylist(rendition, state, segmentSeconds + 1))
}

/** A reader sees the old file or the new one, never a part. */
export async function writeWhole(path: string, bytes: Buffer | string): Promise<void> {
  await writeFile(`${path}.partial`, bytes)
  await rename(`${path}.partial`, path)
}
