import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import { videoReply, withJobs } from '../videos/read.ts'
import { likenessOf, mostTogether, togetherOf, wordsLike } from './likeness.ts'

/** Of so many videos with a word in common the nearest are chosen. */
const candidates = 500
const most = 20

/**
 * Videos that go with this one and that the caller may see: those that others watched with it, those with words and tags in
 * common, and those of the same author.
 */
export async function relatedVideos(
  { database, grants }: Pick<Context, 'database' | 'grants'>,
  videoId: string,
  accountId: string | null,
) {
  const { rows } = await sql<{ id: string; reason: 'together' | 'content' | 'author' }>`
    with this as materialized (select v.*, ${wordsLike(sql`v.words`)} as query from video v where id = ${videoId}),
    visible as not materialized (
      select v.* from video v where v.deleted_at is null and (v.presentation is not null or v.quick is not null)
        and (v.visibility = 'public' or v.owner_id = ${accountId}) and v.id <> ${videoId}),
    alike as (select v.id, v.words, v.tags from visible v, this where v.words @@ this.query limit ${sql.lit(candidates)}),
    ranked as (
      select a.id, ${likenessOf(sql`a`, sql`this`)} as score from alike a, this order by score desc, id desc limit ${sql.lit(most)}),
    often as (
      select other_id, views from video_together where video_id = ${videoId} order by views desc limit ${sql.lit(mostTogether)}),
    watched as (
      select v.id, ${togetherOf(sql`t.views`, sql`v.views`, sql`this.views`)} as score
      from often t join visible v on v.id = t.other_id, this order by score desc, v.id desc limit ${sql.lit(most)}),
    scored as (
      select id, coalesce(w.score, 0) as together, coalesce(r.score, 0) as content from watched w full join ranked r using (id)),
    others as (
      select v.id from visible v, this where v.owner_id = this.owner_id order by v.id desc limit ${sql.lit(most)})
    select id, case when together > content then 'together' else 'content' end as reason, together + content as score from scored
    union all select id, 'author', 0 from others where id not in (select id from scored)
    order by score desc, id desc limit ${sql.lit(most)}`.execute(database)
  if (rows.length === 0) return { items: [] }
  const ids = rows.map(({ id }) => id)
  const found = new Map((await withJobs(database).where('v.id', 'in', ids).execute()).map(row => [row.id, row]))
  return {
    items: rows.flatMap(({ id, reason }) => {
      const row = found.get(id)
      return row ? [{ reason, video: videoReply(grants, row) }] : []
    }),
  }
}
