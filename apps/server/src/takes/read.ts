import type { Take } from '@storycanvas/api'
import { type Selectable, sql } from 'kysely'
import type { Reader } from '../platform/database/database.ts'
import { pageOf, readCursor } from '../platform/database/page.ts'
import { notFound } from '../platform/http/problem.ts'
import { fileAddress, type Grants } from '../platform/media/grants.ts'
import type { TakeTables } from './tables.ts'
import { type Target, targetColumn, targetOf } from './target.ts'

/** Everything but what went in, which is long and only of use to whoever makes the take again. */
const shown = [
  ...(['id', 'projectId', 'panelId', 'clipId', 'generationId', 'parentId', 'kind', 'blobHash', 'thumbnailHash'] as const),
  ...(['characterId', 'locationId'] as const),
  ...([
    'mediaType',
    'width',
    'height',
    'durationMs',
    'rateNum',
    'rateDen',
    'provider',
    'model',
    'seed',
    'inputsHash',
    'favourite',
    'branchId',
    'createdAt',
  ] as const),
] as const

export type TakeRow = Pick<Selectable<TakeTables['take']>, (typeof shown)[number]>

/**
 * Hashes of what each panel, or one of the cast, would be made from today, one for each way of making it; a take of none of
 * them is stale. What is not in it is not judged.
 */
export type CurrentInputs = ReadonlyMap<string, ReadonlySet<string>>

export const thumbnailType = 'image/webp'

export function takeReply(grants: Grants, row: TakeRow, current: CurrentInputs = new Map()): Take {
  const { id, projectId, panelId, clipId, generationId, parentId, kind, mediaType, width, height, durationMs } = row
  const { characterId, locationId } = row
  const { provider, model, seed, favourite, branchId, createdAt } = row
  const today = current.get(targetOf(row)?.id ?? '')
  return {
    ...{
      id,
      projectId,
      panelId,
      characterId,
      locationId,
      clipId,
      generationId,
      parentId,
      kind,
      mediaType,
      width,
      height,
      durationMs,
    },
    ...{ provider, model, seed, favourite, branchId, createdAt },
    url: fileAddress(grants, row.blobHash, mediaType),
    thumbnailUrl: fileAddress(grants, row.thumbnailHash, thumbnailType),
    stale: today !== undefined && !today.has(row.inputsHash),
  }
}

/** Takes of a panel, or of a clip, or of both, newest first. */
export async function takesOf(
  database: Reader,
  grants: Grants,
  { panelId, clipId, isDeleted = false }: { panelId?: string | null; clipId?: string | null; isDeleted?: boolean },
  current?: CurrentInputs,
): Promise<Take[]> {
  const rows = await database
    .selectFrom('take')
    .select(shown)
    .where('deletedAt', isDeleted ? 'is not' : 'is', null)
    .where(eb => eb.or([eb('panelId', '=', panelId ?? null), eb('clipId', '=', clipId ?? null)]))
    .orderBy('id', 'desc')
    .execute()
  return rows.map(row => takeReply(grants, row, current))
}

export type TakesQuery = { deleted: boolean; limit: number; cursor?: string | undefined }

/** A page of the takes of one target, newest first. */
export async function pageOfTakes(
  database: Reader,
  grants: Grants,
  target: Target,
  { deleted, limit, cursor }: TakesQuery,
  current: CurrentInputs,
): Promise<{ items: Take[]; nextCursor: string | null }> {
  const last = readCursor(cursor)
  let select = database
    .selectFrom('take')
    .select(shown)
    .where(targetColumn[target.kind], '=', target.id)
    .where('deletedAt', deleted ? 'is not' : 'is', null)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (last) select = select.where('id', '<', last.id)
  const page = pageOf(await select.execute(), limit, () => '')
  return { ...page, items: page.items.map(row => takeReply(grants, row, current)) }
}

/** Takes by id, in one query. */
export async function chosenTakes(
  database: Reader,
  grants: Grants,
  takeIds: string[],
  current?: CurrentInputs,
): Promise<Map<string, Take>> {
  const rows = await takeRows(database, takeIds)
  return new Map(rows.map(row => [row.id, takeReply(grants, row, current)]))
}

export async function takeRows(database: Reader, takeIds: string[]): Promise<TakeRow[]> {
  if (takeIds.length === 0) return []
  return database
    .selectFrom('take')
    .select(shown)
    .where(sql<boolean>`id = any(${takeIds}::uuid[])`)
    .where('deletedAt', 'is', null)
    .execute()
}

export async function takeCounts(database: Reader, panelIds: string[]): Promise<Map<string, number>> {
  if (panelIds.length === 0) return new Map()
  const rows = await database
    .selectFrom('take')
    .select(['panelId', eb => eb.fn.countAll<number>().as('count')])
    .where(sql<boolean>`panel_id = any(${panelIds}::uuid[])`)
    .where('deletedAt', 'is', null)
    .groupBy('panelId')
    .execute()
  return new Map(rows.map(({ panelId, count }) => [panelId as string, count]))
}

export async function readTake(database: Reader, id: string): Promise<TakeRow> {
  const [row] = await takeRows(database, [id])
  if (!row) throw notFound()
  return row
}
