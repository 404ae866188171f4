import type { Character } from '@storycanvas/api'
import type { Context } from '../../context.ts'
import type { Reader } from '../../platform/database/database.ts'
import { notFound } from '../../platform/http/problem.ts'
import type { Grants } from '../../platform/media/grants.ts'
import { type CastQuery, type CharacterRow, pageOfCast } from '../cast/pages.ts'
import { withReferences } from '../cast/references.ts'

export async function characterReplies(
  database: Reader,
  grants: Grants,
  projectId: string,
  rows: readonly CharacterRow[],
): Promise<Character[]> {
  if (rows.length === 0) return []
  const counts = await panelCounts(
    database,
    rows.map(({ id }) => id),
  )
  const shown = await withReferences(database, grants, rows)
  return shown.map(row => ({ ...row, panelCount: counts.get(row.id) ?? 0 }))
}

/** In how many panels each character stands. */
async function panelCounts(database: Reader, ids: string[]): Promise<Map<string, number>> {
  const rows = await database.selectFrom('characterPanels').selectAll().where('characterId', 'in', ids).execute()
  return new Map(rows.map(({ characterId, panels }) => [characterId, panels]))
}

type Parts = Pick<Context, 'database' | 'grants'>

export async function readCharacter(database: Reader, id: string): Promise<CharacterRow> {
  return database.selectFrom('character').selectAll().where('id', '=', id).executeTakeFirstOrThrow(notFound)
}

export async function getCharacter({ database, grants }: Parts, id: string): Promise<Character> {
  const row = await readCharacter(database, id)
  const [character] = await characterReplies(database, grants, row.projectId, [row])
  if (!character) throw notFound()
  return character
}

/** Characters of a project by name; `search` looks at name and description. */
export async function listCharacters({ database, grants }: Parts, query: CastQuery) {
  const page = await pageOfCast(database, 'character', query)
  return { ...page, items: await characterReplies(database, grants, query.projectId, page.items) }
}
