import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../platform/database/database.ts'
import { RequestError } from '../platform/http/problem.ts'

/** So many wrong passwords are forgiven; from then on each is followed by a pause twice as long as the one before. */
const forgiven = 5
/** Seconds. No longer, or a stranger who keeps guessing would keep the account for himself. */
const longestPause = 300
/** Wrong passwords of so long ago do not count any more. */
const remembered = sql`interval '1 day'`

/**
 * Counts a guess before the password is looked at, so that of any number at once no more than are allowed are looked at. Kept in
 * the database: it holds for all servers, and over a restart. `whose` need not exist.
 * @throws RequestError `too-many-requests` while the pause lasts; such a guess makes it no longer
 */
export async function countGuess(database: Database, whose: string): Promise<void> {
  const { rows } = await sql`
    insert into password_guess as g (whose, guesses, free_at) values (${keyOf(whose)}, 1, now())
    on conflict (whose) do update set
      guesses = case when g.guessed_at < now() - ${remembered} then 1 else g.guesses + 1 end,
      free_at = case when g.guesses < ${forgiven} or g.guessed_at < now() - ${remembered} then now()
        else now() + make_interval(secs => least(${longestPause}, 2 ^ least(g.guesses - ${forgiven} + 1, 30))) end,
      guessed_at = now()
    where g.free_at <= now()
    returning whose`.execute(database)
  if (rows.length > 0) return
  const waiting = await database
    .selectFrom('passwordGuess')
    .select(sql<number>`greatest(1, ceil(extract(epoch from free_at - now())))::int`.as('seconds'))
    .where('whose', '=', keyOf(whose))
    .executeTakeFirst()
  const seconds = waiting?.seconds ?? 1
  throw new RequestError('too-many-requests', `Too many wrong passwords; the next can be tried in ${seconds} s.`, {
    retryAfterSeconds: seconds,
  })
}

/** The password was right. */
export async function forgetGuesses(database: Database, whose: string): Promise<void> {
  await database.deleteFrom('passwordGuess').where('whose', '=', keyOf(whose)).execute()
}

export async function forgetOldGuesses(database: Database): Promise<void> {
  await database.deleteFrom('passwordGuess').where(sql<boolean>`guessed_at < now() - ${remembered}`).execute()
}

/** Whoever mistypes an address, or types a password into its field, leaves neither behind. */
const keyOf = (whose: string) => createHash('sha256').update(whose).digest('hex')
