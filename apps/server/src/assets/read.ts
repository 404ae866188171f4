import type { Asset } from '@storycanvas/api'
import { type Selectable, sql } from 'kysely'
import type { Context } from '../context.ts'
import { mediaFileRows } from '../library/uploads/media-rows.ts'
import { containing } from '../platform/database/containing.ts'
import type { Reader } from '../platform/database/database.ts'
import { pageOf, readCursor } from '../platform/database/page.ts'
import { notFound } from '../platform/http/problem.ts'
import { fileAddress } from '../platform/media/grants.ts'
import type { AssetTables } from './tables.ts'

type AssetRow = Selectable<AssetTables['asset']>
type Parts = Pick<Context, 'grants'> & { database: Reader }

export async function assetReplies({ database, grants }: Parts, rows: readonly AssetRow[]): Promise<Asset[]> {
  const ids = rows.flatMap(({ mediaId }) => mediaId ?? [])
  const files = new Map((await mediaFileRows(database, ids)).map(file => [file.id, file]))
  return rows.map(asset => {
    const { ownerId: _, deletionId: __, ...row } = asset
    const file = row.mediaId === null ? undefined : files.get(row.mediaId)
    return { ...row, mediaType: file?.mediaType ?? null, url: file ? fileAddress(grants, file.blobHash, file.mediaType) : null }
  })
}

export async function getAsset(parts: Parts, id: string): Promise<Asset> {
  const row = await parts.database.selectFrom('asset').selectAll().where('id', '=', id).executeTakeFirstOrThrow(notFound)
  const [asset] = await assetReplies(parts, [row])
  if (!asset) throw notFound()
  return asset
}

type Query = {
  limit: number
  cursor?: string | undefined
  kind?: Asset['kind'] | undefined
  tag?: string | undefined
  search?: string | undefined
  deleted: boolean
}

/** Assets of an account, newest first. */
export async function listAssets(parts: Parts, ownerId: string, { limit, cursor, kind, tag, search, deleted }: Query) {
  const last = readCursor(cursor)
  let select = parts.database
    .selectFrom('asset')
    .selectAll()
    .where('ownerId', '=', ownerId)
    .where('deletedAt', deleted ? 'is not' : 'is', null)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (kind) select = select.where('kind', '=', kind)
  if (tag) select = select.where(sql<boolean>`tags @> array[${tag}]::text[]`)
  if (search)
    select = select.where(sql<boolean>`(name || ' ' || text || ' ' || array_to_string(tags, ' ')) ilike ${containing(search)}`)
  if (last) select = select.where('id', '<', last.id)
  const page = pageOf(await select.execute(), limit, ({ id }) => id)
  return { ...page, items: await assetReplies(parts, page.items) }
}
