import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import { RequestError } from '../../platform/http/problem.ts'
import type { UploadedFile } from '../../platform/http/upload.ts'
import type { StoredBlob } from '../../platform/media/media.ts'
import { keepUpload } from './receive.ts'

/** What an account's files and unfinished uploads take together, trash included: what can be restored is still stored. */
const taken = sql<{ bytes: number }>`
  coalesce((select sum(source_bytes) from video where owner_id = o.id), 0)
  + coalesce((select sum(bytes) from media_file where owner_id = o.id), 0)
  + coalesce((select sum(bytes) from upload where owner_id = o.id and video_id is null), 0)`

/** Bytes of the disk that uploads never take. */
const reserve = 512 * 1024 * 1024

/** Uploads of one account are weighed one after the other: each counts those before it, until the commit. */
export const oneAtATime = (tx: Tx, ownerId: string) =>
  sql`select from account where id = ${ownerId} for no key update`.execute(tx)

type Parts = Pick<Context, 'media' | 'config'> & { database: Reader }

/** Refuses a video before its first byte: too large, beyond what the account may have, or more than the disk has left. */
export async function requireRoom(parts: Parts, ownerId: string, bytes: number): Promise<void> {
  const { videoBytes, accountBytes } = parts.config.limits
  if (bytes > videoBytes) throw new RequestError('too-large', `A video may have ${Math.floor(videoBytes / 1024 ** 2)} MB.`)
  const { had, free } = await roomOf(parts, ownerId)
  if (had + bytes > accountBytes)
    throw new RequestError(
      'quota-exceeded',
      `Your files take ${inGigabytes(had)} of ${inGigabytes(accountBytes)}; this one would add ${inGigabytes(bytes)}.`,
    )
  if (bytes > free)
    throw new RequestError(
      'insufficient-storage',
      `The file needs ${inGigabytes(bytes)}; ${inGigabytes(Math.max(0, free))} are free.`,
    )
}

/** Takes an upload whose length nobody knows yet into the store, as far as there is room for it. */
export async function keepWithinRoom(
  parts: Parts,
  ownerId: string,
  upload: UploadedFile,
  signal: AbortSignal,
): Promise<StoredBlob> {
  const { had, free } = await roomOf(parts, ownerId)
  const { accountBytes } = parts.config.limits
  const room = Math.max(0, Math.min(accountBytes - had, free))
  try {
    return await keepUpload(parts.media, { ...upload, maxBytes: Math.min(upload.maxBytes, room) }, signal)
  } catch (error) {
    if (!(error instanceof RequestError) || error.code !== 'too-large' || room >= upload.maxBytes) throw error
    if (free < accountBytes - had)
      throw new RequestError(
        'insufficient-storage',
        `The file is larger than the ${inGigabytes(Math.max(0, free))} that are free.`,
      )
    throw new RequestError(
      'quota-exceeded',
      `Your files take ${inGigabytes(had)} of ${inGigabytes(accountBytes)}; this one is larger than what is left.`,
    )
  }
}

/** What the account has, and what is left on the disk beside everything that was announced. */
async function roomOf({ database, media, config }: Parts, ownerId: string): Promise<{ had: number; free: number }> {
  const { rows } = await sql<{ bytes: number; announced: number }>`
    select ${taken} as bytes, coalesce((select sum(bytes) from upload where video_id is null), 0) as announced
    from (select ${ownerId}::uuid as id) o`.execute(database)
  const { bytes: had = 0, announced = 0 } = rows[0] ?? {}
  const free = Math.min(await media.freeBytes(), (await freeOf(config.mediaDir)) - reserve)
  // What others have announced may still come; part of it has, so this is on the safe side.
  return { had, free: free - announced }
}

async function freeOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

const inGigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(bytes < 1e9 ? 3 : 1)} GB`
