import { sql } from 'kysely'
import type { Database } from '../../platform/database/database.ts'
import { invalidField } from '../../platform/http/problem.ts'

/** Nobody looks for more words at once. */
const mostWords = 12
/** Words that are looked for in place of one that no video has. */
const alternatives = 6

/**
 * What to look for, as text of a tsquery: each word as it begins one that some video has, or else the words most like it,
 * since people mistype. All must be found. Null where a word is like nothing that is there.
 */
export async function wordsMeant(database: Database, search: string): Promise<string | null> {
  if (search.includes('\u0000')) throw invalidField('search', 'contains U+0000, which no text here does')
  const { rows } = await sql<{ word: string; like: string[] | null; known: boolean }>`
    select w.word, exists (select from video_word k where k.word like w.word || '%') as known,
      case when exists (select from video_word k where k.word like w.word || '%') then null else (
        select array_agg(s.word) from (
          select k.word from video_word k where k.word % w.word
          order by similarity(k.word, w.word) desc, k.word limit ${sql.lit(alternatives)}) s) end as like
    from (select lexeme as word, positions[1] as at from unnest(to_tsvector('simple', plain(${search})))) w
    order by w.at limit ${sql.lit(mostWords)}`.execute(database)
  if (rows.length === 0) return null
  const terms = rows.map(({ word, known, like }) => {
    // Words too short to be kept are looked for as they are.
    if (known || word.length < 3) return `${quoted(word)}:*`
    return like ? `(${like.map(quoted).join(' | ')})` : null
  })
  return terms.includes(null) ? null : terms.join(' & ')
}

const quoted = (word: string) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
