import type { MediaFile } from '@storycanvas/api'
import { inspectPicture } from '@storycanvas/media'
import type { Selectable } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Context } from '../../context.ts'
import { notFound, RequestError } from '../../platform/http/problem.ts'
import type { UploadedFile } from '../../platform/http/upload.ts'
import { fileAddress, type Grants } from '../../platform/media/grants.ts'
import { type StoredBlob, useBlob } from '../../platform/media/media.ts'
import type { LibraryTables } from '../tables.ts'
import { probeUpload, sandboxed } from './receive.ts'
import { keepWithinRoom, oneAtATime, requireRoom } from './room.ts'
import { titleFrom } from './video.ts'

type Parts = Pick<Context, 'database' | 'media' | 'tools' | 'grants' | 'config'>
type Facts = { mediaType: string; durationMs: number | null; width: number | null; height: number | null }

const musicTypes: Record<string, string> = {
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  mp4: 'audio/mp4',
  aac: 'audio/aac',
}

/** A piece of music: sound that decodes; pictures in it (covers) are ignored. */
export async function uploadMusic(parts: Parts, ownerId: string, upload: UploadedFile, signal: AbortSignal): Promise<MediaFile> {
  sandboxed(parts.tools)
  const stored = await keepWithinRoom(parts, ownerId, upload, signal)
  const facts = await probeUpload(parts, stored, signal)
  const mediaType = musicTypes[facts.container]
  if (facts.audio.length === 0 || !mediaType)
    throw new RequestError('unreadable-media', 'Music is MP3, WAV, FLAC, Ogg, AAC or M4A with sound in it.')
  return add(parts, ownerId, 'music', upload.fileName, stored, {
    mediaType,
    durationMs: Math.round(facts.seconds * 1000),
    width: null,
    height: null,
  })
}

/** A face picture: decoded once as a whole, so that a broken or lying file is refused here and not later. */
export async function uploadFace(parts: Parts, ownerId: string, upload: UploadedFile, signal: AbortSignal): Promise<MediaFile> {
  const stored = await keepWithinRoom(parts, ownerId, upload, signal)
  await using file = await parts.media.materialise(stored.hash, signal)
  const inspection = await inspectPicture(file.path)
  if (inspection.kind === 'refused')
    throw new RequestError('unreadable-media', `${inspection.refusal.message} (${inspection.refusal.code})`)
  const { format, width, height } = inspection.facts
  return add(parts, ownerId, 'face', upload.fileName, stored, { mediaType: `image/${format}`, durationMs: null, width, height })
}

function add(
  { database, media, config, grants }: Parts,
  ownerId: string,
  kind: 'music' | 'face',
  fileName: string,
  stored: StoredBlob,
  facts: Facts,
): Promise<MediaFile> {
  return database.transaction().execute(async tx => {
    // Others may have come meanwhile.
    await oneAtATime(tx, ownerId)
    await requireRoom({ database: tx, media, config }, ownerId, stored.size)
    const id = uuid()
    await useBlob(tx, stored, facts.mediaType, 'media', id)
    const row = await tx
      .insertInto('mediaFile')
      .values({ id, ownerId, kind, name: titleFrom(fileName), blobHash: stored.hash, bytes: stored.size, ...facts })
      .returningAll()
      .executeTakeFirstOrThrow()
    return mediaFileReply(grants, row)
  })
}

export async function getMediaFile({ database, grants }: Parts, id: string): Promise<MediaFile> {
  const row = await database.selectFrom('mediaFile').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return mediaFileReply(grants, row)
}

function mediaFileReply(grants: Grants, row: Selectable<LibraryTables['mediaFile']>): MediaFile {
  const { id, kind, name, mediaType, bytes, durationMs, width, height, createdAt, blobHash } = row
  return { id, kind, name, mediaType, bytes, durationMs, width, height, url: fileAddress(grants, blobHash, mediaType), createdAt }
}
