import { sql } from 'kysely'
import type { Database } from '../../platform/database/database.ts'
import { invalidField } from '../../platform/http/problem.ts'

/** Nobody looks for more words at once. */
const mostWords = 12
/** Words that are looked for in place of one that no video has, or of its beginning. */
const alternatives = 6

/**
 * What to look for, as text of a tsquery: each word as it begins one that some video has, or else the words most like it,
 * since people mistype. All must be found. Null where a word is like nothing that is there.
 */
export async function wordsMeant(database: Database, search: string): Promise<string | null> {
  if (search.includes('\u0000')) throw invalidField('search', 'contains U+0000, which no text here does')
  // As a range, which an index on the letters answers for words that stand in the statement's own rows too.
  const { rows } = await sql<{ word: string; isAsItIs: boolean; known: string[] }>`
    select lexeme as word, length(lexeme) < 3 or lexeme !~ '[^0-9]' as is_as_it_is, array(
      select w.word from video_word w where w.word ~>=~ lexeme and w.word ~<~ (lexeme || chr(1114111))
      limit ${sql.lit(alternatives + 1)}) as known
    from unnest(to_tsvector('simple', plain(${search}))) order by positions[1] limit ${sql.lit(mostWords)}`.execute(database)
  const terms = await Promise.all(
    rows.map(async ({ word, isAsItIs, known }) => {
      // Whole words are found without going through all that begin alike.
      if (isAsItIs || known.length > alternatives) return `${quoted(word)}:*`
      return known.length > 0 ? anyOf(known) : likeWords(database, word)
    }),
  )
  return terms.length === 0 || terms.includes(null) ? null : terms.join(' & ')
}

/** The words most like one that no video has. Words too short to be kept, and numbers, are looked for as they are. */
async function likeWords(database: Database, word: string): Promise<string | null> {
  const { rows } = await sql<{ word: string }>`
    select word from video_word where word % ${word} order by similarity(word, ${word}) desc, word limit ${sql.lit(alternatives)}`.execute(
    database,
  )
  return rows.length > 0 ? anyOf(rows.map(row => row.word)) : null
}

const anyOf = (words: readonly string[]) => `(${words.map(quoted).join(' | ')})`

const quoted = (word: string) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
