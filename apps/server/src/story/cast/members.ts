import type { Reader } from '../../platform/database/database.ts'
import { invalidField } from '../../platform/http/problem.ts'

/** An id that a body names, and the field in which it stands. */
export type NamedId = { field: string; id: string }

/** Refuses ids that are no characters of this project, and characters named twice in one list. */
export async function requireCharacters(database: Reader, projectId: string, named: readonly NamedId[]): Promise<void> {
  if (named.length === 0) return
  const rows = await database
    .selectFrom('character')
    .select('id')
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .execute()
  const known = new Set(rows.map(({ id }) => id))
  const stranger = named.find(({ id }) => !known.has(id.toLowerCase()))
  if (stranger) throw invalidField(stranger.field, 'is not a character of this project')
}

/** Every character of a project, those in the trash too. */
export async function castOf(database: Reader, projectId: string): Promise<ReadonlySet<string>> {
  const rows = await database.selectFrom('character').select('id').where('projectId', '=', projectId).execute()
  return new Set(rows.map(({ id }) => id))
}

/** The ids of `characterIds` with their fields; each may stand there once. */
export function namedCharacters(characterIds: readonly string[] = []): NamedId[] {
  const seen = new Set<string>()
  return characterIds.map((id, index) => {
    const field = `characterIds.${index}`
    if (seen.has(id.toLowerCase())) throw invalidField(field, 'names a character that stands in the list already')
    seen.add(id.toLowerCase())
    return { field, id }
  })
}

export async function requireLocation(database: Reader, projectId: string, locationId: string | null | undefined) {
  if (!locationId) return
  const row = await database
    .selectFrom('location')
    .select('id')
    .where('id', '=', locationId)
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!row) throw invalidField('locationId', 'is not a location of this project')
}
