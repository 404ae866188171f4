import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import type { AccountActor } from '../../platform/policy/actor.ts'
import { policy } from '../../platform/policy/policy.ts'
import { videoSubjects } from '../../platform/policy/subjects.ts'
import { videoReply, withJobs } from '../videos/read.ts'
import { likenessOf, mostTogether, togetherOf, wordsLike } from './likeness.ts'

type Parts = Pick<Context, 'database' | 'grants'>

const most = 20
/** Asked for beyond those that show, in case the policy keeps some back. */
const ranked = 40
/** Going by so many of the videos that were watched last; of those that came before, each counts for this much of the next. */
const lastWatched = 10
const fading = sql`0.8`
/**
 * Words in common are looked for with the very last ones, among so many of the newest videos: an index finds all that have a word,
 * which of a common one are half the library, before the first can be weighed.
 */
const searchedBy = 3
const searched = 1000
/** A video that came just now counts for so much more than one from long ago; half of it is left after two weeks. */
const freshness = sql`0.5 * exp(-greatest(0, extract(epoch from now() - v.created_at)) / 1.7e6)`

/**
 * Public videos of others for an account: those that others watched with what it watched last and those that say the same, each
 * with the one that led to it, the newest after them. Nothing that it has seen to the end. Who has watched nothing gets the newest.
 */
export async function videosForYou({ database, grants }: Parts, actor: AccountActor) {
  const seeds = await watchedLast(database, actor)
  const { rows } = await sql<{ id: string; kind: 'together' | 'content' | 'newest'; because: string | null }>`
    with seeds as materialized (
      select v.id, v.views, v.tags, ${wordsLike(sql`v.words`)} as query, s.place, power(${fading}, s.place - 1) as weight
      from unnest(${seeds.map(({ id }) => id)}::uuid[]) with ordinality s (id, place) join video v on v.id = s.id),
    listed as not materialized (
      select v.* from video v
      where v.visibility = 'public' and v.deleted_at is null and (v.presentation is not null or v.quick is not null)
        and v.owner_id <> ${actor.id}),
    together as (
      select s.id as because, v.id, v.created_at, s.weight * ${togetherOf(sql`t.views`, sql`v.views`, sql`s.views`)} as score
      from seeds s cross join lateral (
        select other_id, views from video_together where video_id = s.id order by views desc limit ${sql.lit(mostTogether)}) t
      join listed v on v.id = t.other_id),
    recent as materialized (
      select id, words, tags, created_at from listed order by id desc limit ${sql.lit(searched)}),
    alike as (
      select s.id as because, v.id, v.created_at, s.weight * ${likenessOf(sql`v`, sql`s`)} as score
      from seeds s join recent v on v.words @@ s.query and v.id <> s.id where s.place <= ${sql.lit(searchedBy)}),
    scored as (
      select v.id, (array_agg(v.kind order by v.score desc))[1] as kind, (array_agg(v.because order by v.score desc))[1] as because,
        sum(v.score * (1 + ${freshness})) as score
      from (select 'together' as kind, * from together union all select 'content', * from alike) v
      where ${notToTheEnd(actor.id)} group by v.id order by score desc, v.id desc limit ${sql.lit(ranked)}),
    newest as (select id from listed v where ${notToTheEnd(actor.id)} order by id desc limit ${sql.lit(ranked)})
    select id, kind, because, score from scored
    union all select id, 'newest', null, 0 from newest where id not in (select id from scored)
    order by score desc, id desc limit ${sql.lit(ranked)}`.execute(database)
  const ids = rows.map(({ id }) => id)
  const mine = await viewable(database, actor, ids)
  const found = new Map(
    (await withJobs(database).where('v.id', '=', sql<string>`any(${mine})`).execute()).map(row => [row.id, row]),
  )
  const titles = new Map(seeds.map(seed => [seed.id, seed]))
  const items = rows.flatMap(({ id, kind, because }) => {
    const row = found.get(id)
    return row ? [{ reason: kind, because: titles.get(because ?? '') ?? null, video: videoReply(grants, row) }] : []
  })
  return {
    hasWatched: seeds.length > 0,
    basis: items.some(({ because }) => because) ? ('watched' as const) : ('newest' as const),
    items: items.slice(0, most),
  }
}

const notToTheEnd = (accountId: string) => sql`
  not exists (select from video_watched w where w.account_id = ${accountId} and w.video_id = v.id and w.to_the_end)`

/** What an account watched last and may still see, newest first. */
async function watchedLast(database: Parts['database'], actor: AccountActor) {
  const rows = await database
    .selectFrom('videoWatched as w')
    .innerJoin('video as v', 'v.id', 'w.videoId')
    .select(['v.id', 'v.title'])
    .where('w.accountId', '=', actor.id)
    .orderBy('w.watchedAt', 'desc')
    .limit(lastWatched * 3)
    .execute()
  const still = await viewable(
    database,
    actor,
    rows.map(({ id }) => id),
  )
  return rows.filter(({ id }) => still.includes(id)).slice(0, lastWatched)
}

/** Those of some videos that the policy lets somebody see. */
async function viewable(database: Parts['database'], actor: AccountActor, ids: readonly string[]): Promise<string[]> {
  const subjects = await videoSubjects(database, ids, actor.id)
  return ids.filter(id => policy(actor, { kind: 'object', action: 'view', subject: subjects.get(id) ?? null }, false) === 'allow')
}

/** Forgets what an account watched; the views of the videos stay. */
export const forgetWatched = async ({ database }: Pick<Context, 'database'>, accountId: string): Promise<void> => {
  await database.deleteFrom('videoWatched').where('accountId', '=', accountId).execute()
}
