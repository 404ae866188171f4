import type { Asset } from '@storycanvas/api'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { mediaFileRows } from '../library/uploads/media-rows.ts'
import type { Database, Reader } from '../platform/database/database.ts'
import { definedOnly } from '../platform/database/patch.ts'
import { trashOwn } from '../platform/database/trash-own.ts'
import { invalidField, notFound } from '../platform/http/problem.ts'

type NewAsset = { kind: Asset['kind']; name: string; text: string; tags: string[]; mediaId: string | null }

/** Which uploads an asset may show, by its kind; the others are made of words. */
const uploadsOf: Record<Asset['kind'], readonly string[] | null> = {
  face: ['face', 'image'],
  image: ['face', 'image'],
  music: ['music'],
  prompt: null,
  lora: null,
}

/** Keeps a new asset. Returns its id. */
export async function createAsset(database: Database, ownerId: string, asset: NewAsset): Promise<string> {
  await requireContent(database, ownerId, asset)
  const id = uuid()
  await database
    .insertInto('asset')
    .values({ id, ownerId, ...asset })
    .execute()
  return id
}

async function requireContent(database: Reader, ownerId: string, { kind, text, mediaId }: NewAsset): Promise<void> {
  const uploads = uploadsOf[kind]
  if (!uploads) {
    if (text.trim() === '') throw invalidField('text', `is what a ${kind} consists of`)
    if (mediaId !== null) throw invalidField('mediaId', `is not for a ${kind}; leave it away`)
    return
  }
  const [file] = mediaId === null ? [] : await mediaFileRows(database, [mediaId])
  if (!file || file.ownerId !== ownerId || !uploads.includes(file.kind))
    throw invalidField('mediaId', `must be an upload of yours for a ${kind}; see POST /api/v1/media`)
}

type Change = { name?: string | undefined; text?: string | undefined; tags?: string[] | undefined }

export async function updateAsset(database: Database, id: string, change: Change): Promise<void> {
  const kept = await database.selectFrom('asset').select('kind').where('id', '=', id).executeTakeFirstOrThrow(notFound)
  if (uploadsOf[kept.kind] === null && change.text?.trim() === '')
    throw invalidField('text', `is what a ${kept.kind} consists of`)
  await database
    .updateTable('asset')
    .set({ ...definedOnly(change), updatedAt: sql<string>`now()` })
    .where('id', '=', id)
    .execute()
}

export async function useAsset(database: Database, id: string): Promise<void> {
  await database
    .updateTable('asset')
    .set({ useCount: sql<number>`use_count + 1`, lastUsedAt: sql<string>`now()` })
    .where('id', '=', id)
    .execute()
}

export async function setAssetDeleted(database: Database, id: string, deleted: boolean): Promise<void> {
  await database
    .updateTable('asset')
    .set({ deletedAt: deleted ? sql<string>`now()` : null })
    .where('id', '=', id)
    .execute()
}

export const trashOwnAssets = trashOwn('asset')
