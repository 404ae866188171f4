import { statfs } from 'node:fs/promises'
import type { Storage } from '@storycanvas/api'
import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import type { Reader, Tx } from '../../platform/database/database.ts'
import { RequestError } from '../../platform/http/problem.ts'
import type { UploadedFile } from '../../platform/http/upload.ts'
import type { StoredBlob } from '../../platform/media/media.ts'
import { bytesOfTakes } from '../../takes/stored.ts'
import { keepUpload } from './receive.ts'

/**
 * Bytes by what they are, trash included: what can be restored is still stored. Music and pictures are deleted for good. Uploads
 * that are not finished count whole.
 */
const taken = sql`
  coalesce((select sum(source_bytes) from video where owner_id = o.id), 0) as videos,
  coalesce((select sum(bytes) from media_file where owner_id = o.id and deleted_at is null), 0) as files,
  coalesce((select sum(bytes) from upload where owner_id = o.id and video_id is null), 0) as uploads,
  ${bytesOfTakes(sql`o.id`)} as takes`

/** Bytes of the disk that uploads never take. */
const reserve = 512 * 1024 * 1024

/** Uploads of one account are weighed one after the other: each counts those before it, until the commit. */
export const oneAtATime = (tx: Tx, ownerId: string) =>
  sql`select from account where id = ${ownerId} for no key update`.execute(tx)

type Limited = Pick<Context, 'config'> & { database: Reader }
type Parts = Pick<Context, 'media'> & Limited

/** What an account has stored, and how much it may; takes may have gone beyond it while they were being made. */
export async function storageOf({ database, config }: Limited, accountId: string): Promise<Storage> {
  const { rows } = await sql<Omit<Storage, 'takenBytes' | 'limitBytes'>>`
    select ${taken} from (select ${accountId}::uuid as id) o`.execute(database)
  const { videos = 0, files = 0, uploads = 0, takes = 0 } = rows[0] ?? {}
  const { accountBytes } = config.limits
  const limitBytes = Number.isFinite(accountBytes) ? accountBytes : null
  return { takenBytes: videos + files + uploads + takes, limitBytes, videos, files, uploads, takes }
}

/** Refuses what would come to an account that has all it may, however little that is. */
export async function requireAnyRoom(parts: Limited, accountId: string): Promise<void> {
  const { accountBytes } = parts.config.limits
  if (!Number.isFinite(accountBytes)) return
  const { takenBytes } = await storageOf(parts, accountId)
  if (takenBytes >= accountBytes)
    throw new RequestError(
      'quota-exceeded',
      `The files and takes of whoever owns this project take ${inGigabytes(takenBytes)} of ${inGigabytes(accountBytes)}.`,
    )
}

/** Refuses a video before its first byte: too large, beyond what the account may have, or more than the disk has left. */
export async function requireRoom(parts: Parts, ownerId: string, bytes: number): Promise<void> {
  const { videoBytes, accountBytes } = parts.config.limits
  if (bytes > videoBytes)
    throw new RequestError('too-large', `The file has ${inGigabytes(bytes)}; a video may have ${inGigabytes(videoBytes)} here.`)
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
  const { takenBytes: had } = await storageOf({ database, config }, ownerId)
  const { rows } = await sql<{ announced: number }>`
    select coalesce(sum(bytes), 0) as announced from upload where video_id is null`.execute(database)
  const { announced = 0 } = rows[0] ?? {}
  const free = Math.min(await media.freeBytes(), (await freeOf(config.mediaDir)) - reserve)
  // What others have announced may still come; part of it has, so this is on the safe side.
  return { had, free: free - announced }
}

async function freeOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

const inGigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(bytes < 1e9 ? 3 : 1)} GB`
