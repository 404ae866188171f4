import type { Reader } from '../platform/database/database.ts'

/** The visual style of each project, in words. */
export async function stylesOf(database: Reader, projectIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (projectIds.length === 0) return new Map()
  const rows = await database.selectFrom('project').select(['id', 'style']).where('id', 'in', projectIds).execute()
  return new Map(rows.map(({ id, style }) => [id, style]))
}
