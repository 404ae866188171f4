import type { Reader } from '../../platform/database/database.ts'

/** The newest video that each render was published as. */
export async function videosOfRenders(database: Reader, renderIds: string[]): Promise<Map<string, string>> {
  if (renderIds.length === 0) return new Map()
  const rows = await database
    .selectFrom('video')
    .select(['id', 'renderId'])
    .where('renderId', 'in', renderIds)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute()
  return new Map(rows.map(({ id, renderId }) => [renderId as string, id]))
}
