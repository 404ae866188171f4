import type { TextOf } from '@storycanvas/api'
import type { Reader } from '../platform/database/database.ts'

/** A field whose text is written together, as its name `scene.<id>.text` has it. */
export type Field = { name: string; of: TextOf; id: string; column: string }

/** The contract has checked that the name is one. */
export function fieldOf(name: string): Field {
  const [of, id, column] = name.split('.') as [TextOf, string, string]
  return { name, of, id, column }
}

/** What an empty column and a full one may hold; as long as the routes of scenes and panels take. */
export const longest = (column: string) => (column === 'text' ? 200_000 : 20_000)

/** The text as every other reader sees it; undefined where the scene or panel is gone. */
export async function columnOf(database: Reader, { of, id, column }: Field): Promise<string | undefined> {
  const row = await database
    .selectFrom(of)
    .select(database.dynamic.ref<string>(column))
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  return row && (row as Record<string, unknown> as Record<string, string>)[column]
}
