import type { MediaPeaks } from '@storycanvas/api'
import { measurePeaks, type Peaks } from '@storycanvas/media'
import type { Context } from '../../context.ts'
import { notFound, RequestError } from '../../platform/http/problem.ts'
import { mediaFileRows } from './media-rows.ts'
import { lookingInto, sandboxed } from './receive.ts'

type Parts = Pick<Context, 'database' | 'media' | 'tools'>

/** A bar for every pixel at the closest zoom that still shows a beat. */
const peaksPerSecond = 100

/** Sounds that this process is measuring: whoever asks meanwhile waits for the same run. */
const underWay = new Map<string, Promise<Buffer>>()

/** The shape of an uploaded sound, measured when it is first asked for and kept. */
export async function getMediaPeaks(parts: Parts, mediaFileId: string): Promise<MediaPeaks> {
  const kept = await parts.database.selectFrom('mediaPeaks').selectAll().where('mediaFileId', '=', mediaFileId).executeTakeFirst()
  const peaks = kept?.peaks ?? (await measuredOnce(parts, mediaFileId))
  return { peaksPerSecond: kept?.peaksPerSecond ?? peaksPerSecond, channels: 1, peaks: peaks.toString('base64') }
}

/** Goes on to its end when whoever asked first has gone: others may be waiting, and it is kept. */
function measuredOnce(parts: Parts, id: string): Promise<Buffer> {
  const measuring = underWay.get(id) ?? measureAndKeep(parts, id).finally(() => underWay.delete(id))
  underWay.set(id, measuring)
  return measuring
}

async function measureAndKeep(parts: Parts, mediaFileId: string): Promise<Buffer> {
  const peaks = await measured(parts, mediaFileId, new AbortController().signal)
  await parts.database
    .insertInto('mediaPeaks')
    .values({ mediaFileId, peaksPerSecond, peaks })
    .onConflict(conflict => conflict.doNothing())
    .execute()
  return peaks
}

async function measured({ database, media, tools }: Parts, id: string, signal: AbortSignal): Promise<Buffer> {
  const [file] = await mediaFileRows(database, [id])
  if (!file) throw notFound()
  if (file.kind !== 'music') throw new RequestError('unreadable-media', 'A picture has no sound to draw a wave of.')
  return lookingInto(async () => {
    await using local = await media.materialise(file.blobHash, signal)
    const input = { path: local.path, origin: 'outside' } as const
    return asBytes(await measurePeaks(sandboxed(tools), input, peaksPerSecond, signal))
  }, signal)
}

/** The louder side of each stretch, 255 for full scale. */
function asBytes({ values }: Peaks): Buffer {
  const bytes = Buffer.alloc(values.length / 2)
  for (let at = 0; at < bytes.length; at += 1) {
    const loudest = Math.max(Math.abs(values[2 * at] ?? 0), Math.abs(values[2 * at + 1] ?? 0))
    bytes[at] = Math.round(Math.min(1, loudest) * 255)
  }
  return bytes
}
