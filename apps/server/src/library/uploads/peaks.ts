import type { MediaPeaks } from '@storycanvas/api'
import { measurePeaks, type Peaks } from '@storycanvas/media'
import type { Context } from '../../context.ts'
import { notFound, RequestError } from '../../platform/http/problem.ts'
import { mediaFileRows } from './media-rows.ts'
import { lookingInto, sandboxed } from './receive.ts'

type Parts = Pick<Context, 'database' | 'media' | 'tools'>

/** A bar for every pixel at the closest zoom that still shows a beat. */
const peaksPerSecond = 100

/** The shape of an uploaded sound, measured when it is first asked for and kept. */
export async function getMediaPeaks(parts: Parts, mediaFileId: string, signal: AbortSignal): Promise<MediaPeaks> {
  const { database } = parts
  const kept = await database.selectFrom('mediaPeaks').selectAll().where('mediaFileId', '=', mediaFileId).executeTakeFirst()
  const peaks = kept?.peaks ?? (await measured(parts, mediaFileId, signal))
  if (!kept)
    await database
      .insertInto('mediaPeaks')
      .values({ mediaFileId, peaksPerSecond, peaks })
      .onConflict(conflict => conflict.doNothing())
      .execute()
  return { peaksPerSecond: kept?.peaksPerSecond ?? peaksPerSecond, channels: 1, peaks: peaks.toString('base64') }
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
