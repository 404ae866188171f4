import sharp from 'sharp'
import { v7 as uuid } from 'uuid'
import { settleBudget } from '../budgets/settle.ts'
import { keepGuides } from '../generation/guides/keep.ts'
import type { Tx } from '../platform/database/database.ts'
import { type Media, type StoredBlob, useBlob } from '../platform/media/media.ts'
import { lockBranches } from './choose.ts'
import { type DigitalSource, markPicture } from './mark-picture.ts'
import { originOf } from './origins.ts'
import { thumbnailType } from './read.ts'
import type { Provenance } from './tables.ts'
import { columnsOf, type Target } from './target.ts'

const thumbnailWidth = 480
/** Bytes. */
export const largestPicture = 64 * 1024 * 1024

/** Of a film `picture` is the film; `film` is null for a still picture. */
export type StoredTake = {
  picture: StoredBlob
  thumbnail: StoredBlob
  mediaType: string
  width: number
  height: number
  film: { durationMs: number; rateNum: number; rateDen: number } | null
}

/** Stores a picture and its thumbnail; durable when it returns. `png` must come from our own artist or have been checked. */
export async function storePicture(
  media: Media,
  png: Buffer,
  signal: AbortSignal,
  source: DigitalSource = 'trainedAlgorithmicMedia',
): Promise<StoredTake> {
  const marked = markPicture(png, source)
  const { width, height } = await sharp(png).metadata()
  const [picture, thumbnail] = await Promise.all([media.keep(marked, largestPicture, signal), storeThumbnail(media, png, signal)])
  return { picture, thumbnail, mediaType: 'image/png', width, height, film: null }
}

/** A small copy of a picture of ours. */
export async function storeThumbnail(media: Media, picture: Buffer, signal: AbortSignal): Promise<StoredBlob> {
  const data = await sharp(picture).resize({ width: thumbnailWidth, withoutEnlargement: true }).webp({ quality: 80 }).toBuffer()
  return media.keep(data, largestPicture, signal)
}

export type NewTake = {
  projectId: string
  target: Target
  generationId: string
  provider: string
  model: string
  seed: number
  inputs: unknown
  inputsHash: string
  provenance: Provenance
}

/** Adds a take. A second one for the same generation violates a unique constraint and rolls everything back. */
export async function addTake(tx: Tx, stored: StoredTake, take: NewTake): Promise<{ id: string }> {
  // Before the row that refers to a branch: two takes of one panel that come at once would each wait for the other's branch.
  if (take.target.kind === 'panel') await lockBranches(tx, take.target.id)
  const origin = await originOf(tx, take.generationId)
  const row = await tx
    .insertInto('take')
    .values({
      id: uuid(),
      projectId: take.projectId,
      ...columnsOf(take.target),
      clipId: null,
      generationId: take.generationId,
      parentId: origin?.parentId ?? null,
      branchId: origin?.branchId ?? null,
      provenance: JSON.stringify(take.provenance),
      kind: stored.film ? 'video' : 'image',
      blobHash: stored.picture.hash,
      thumbnailHash: stored.thumbnail.hash,
      mediaType: stored.mediaType,
      width: stored.width,
      height: stored.height,
      durationMs: stored.film?.durationMs ?? null,
      rateNum: stored.film?.rateNum ?? null,
      rateDen: stored.film?.rateDen ?? null,
      provider: take.provider,
      model: take.model,
      seed: take.seed,
      inputs: JSON.stringify(take.inputs),
      inputsHash: take.inputsHash,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await keepGuides(tx, { takeId: row.id, generationId: take.generationId })
  await settleBudget(tx, take.generationId, take.provenance.costMicros ?? 0)
  await useBlob(tx, stored.picture, stored.mediaType, 'take', row.id)
  await useBlob(tx, stored.thumbnail, thumbnailType, 'take', row.id)
  return row
}
