import type { Character } from '@storycanvas/api'
import { type Selectable, sql } from 'kysely'
import type { Database, Reader } from '../../platform/database/database.ts'
import { pageOf, readCursor } from '../../platform/database/page.ts'
import { notFound } from '../../platform/http/problem.ts'
import { keyOfName, nameOfKey } from '../cast/name-key.ts'
import { containing } from '../../platform/database/containing.ts'
import type { StoryTables } from '../tables.ts'

export type CharacterRow = Selectable<StoryTables['character']>

export async function characterReplies(database: Reader, projectId: string, rows: readonly CharacterRow[]): Promise<Character[]> {
  if (rows.length === 0) return []
  const counts = await panelCounts(
    database,
    projectId,
    rows.map(({ id }) => id),
  )
  return rows.map(row => ({ ...row, panelCount: counts.get(row.id) ?? 0 }))
}

/** In how many panels each character stands. */
async function panelCounts(database: Reader, projectId: string, ids: string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; panels: number }>`
    select member.id, count(*) as panels
    from panel p cross join unnest(p.character_ids) as member(id)
    where p.project_id = ${projectId} and p.deleted_at is null and member.id = any(${ids}::uuid[])
    group by member.id`.execute(database)
  return new Map(rows.map(({ id, panels }) => [id, panels]))
}

export async function getCharacter(database: Reader, id: string): Promise<Character> {
  const row = await database.selectFrom('character').selectAll().where('id', '=', id).executeTakeFirstOrThrow(notFound)
  const [character] = await characterReplies(database, row.projectId, [row])
  if (!character) throw notFound()
  return character
}

/** All characters of a project that are not in the trash, by name. */
export async function allCharacters(database: Reader, projectId: string): Promise<CharacterRow[]> {
  return database
    .selectFrom('character')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('deletedAt', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute()
}

type Query = { projectId: string; search?: string | undefined; deleted: boolean; limit: number; cursor?: string | undefined }

/** Characters of a project by name; `search` looks at name and description. */
export async function listCharacters(database: Database, { projectId, search, deleted, limit, cursor }: Query) {
  const start = readCursor(cursor)
  let select = database
    .selectFrom('character')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('deletedAt', deleted ? 'is not' : 'is', null)
    .orderBy('name')
    .orderBy('id')
    .limit(limit + 1)
  if (search) {
    const pattern = containing(search)
    select = select.where(some => some.or([some('name', 'ilike', pattern), some('description', 'ilike', pattern)]))
  }
  if (start) select = select.where(sql<boolean>`(name, id) > (${nameOfKey(start.key)}, ${start.id}::uuid)`)
  const page = pageOf(await select.execute(), limit, ({ name }) => keyOfName(name))
  return { ...page, items: await characterReplies(database, projectId, page.items) }
}
