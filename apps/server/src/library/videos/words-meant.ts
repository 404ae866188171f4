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
  const { rows } = await sql<{ word: string }>`
    select lexeme as word from unnest(to_tsvector('simple', plain(${search}))) order by positions[1] limit ${sql.lit(mostWords)}`.execute(
    database,
  )
  const terms = await Promise.all(rows.map(({ word }) => termFor(database, word)))
  return terms.length === 0 || terms.includes(null) ? null : terms.join(' & ')
}

/** Each word is asked for by itself: only with its letters before it does the planner take the indexes. */
async function termFor(database: Database, word: string): Promise<string | null> {
  // Words too short to be kept, and numbers, are looked for as they are.
  if (word.length < 3 || !/\D/.test(word)) return `${quoted(word)}:*`
  const begins = `${word.replaceAll(/[\\%_]/g, '\\$&')}%`
  const known = await sql`select from video_word where word like ${begins} limit 1`.execute(database)
  if (known.rows.length > 0) return `${quoted(word)}:*`
  const { rows } = await sql<{ word: string }>`
    select word from video_word where word % ${word} order by similarity(word, ${word}) desc, word limit ${sql.lit(alternatives)}`.execute(
    database,
  )
  return rows.length > 0 ? `(${rows.map(row => quoted(row.word)).join(' | ')})` : null
}

const quoted = (word: string) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
