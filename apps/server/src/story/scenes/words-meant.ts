import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../platform/database/database.ts'
import { invalidField } from '../../platform/http/problem.ts'

/** A word that stands in more places than this is common: whoever goes through the story meets it soon. */
const mostPlaces = 400
/** Nobody looks for more words at once. */
const mostWords = 12

/**
 * Words that scenes are looked for by. All must stand in a scene, each as the beginning of one of its words. Where one of
 * them is rare, `ids` are the scenes that it stands in.
 */
export type WordsMeant = { words: readonly string[]; ids: readonly string[] | null }

/** Reads of each word no more than it takes to see that it is common. Null where nothing can be found. */
export async function wordsMeant(database: Database, projectId: string, search: string): Promise<WordsMeant | null> {
  if (search.includes('\u0000')) throw invalidField('search', 'contains U+0000, which no text here does')
  const { rows } = await sql<{ word: string; places: number }>`
    select meant.word, (select count(*) from (
      select from scene_word w where w.project_id = ${projectId} and ${begins(sql`meant.word`)} limit ${sql.lit(mostPlaces + 1)}
    ) place) as places
    from unnest(words_of(${search})) as meant(word) order by places limit ${sql.lit(mostWords)}`.execute(database)
  const [rarest] = rows
  if (!rarest || rarest.places === 0) return null
  const words = rows.map(({ word }) => word)
  if (rarest.places > mostPlaces) return { words, ids: null }
  const found = await sql<{ id: string }>`
    select distinct w.scene_id as id from scene_word w
    where w.project_id = ${projectId} and ${begins(sql`${rarest.word}::text`)}`.execute(database)
  return { words, ids: found.rows.map(({ id }) => id) }
}

/** Of a scene `s`: that each of the words stands in it. Without the offset all places of a common word would be read first. */
export const haveWords = ({ words }: WordsMeant): RawBuilder<unknown> =>
  sql.join(
    words.map(word => sql`exists (select from scene_word w where w.scene_id = s.id and ${begins(sql`${word}::text`)} offset 0)`),
    sql` and `,
  )

/** Of a word `w`: that it begins so; as a range, which an index on the letters answers. */
const begins = (word: RawBuilder<unknown>) => sql`w.word >= ${word} and w.word < ${word} || chr(1114111)`
