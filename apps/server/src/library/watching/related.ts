import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import { videoReply, withJobs } from '../videos/read.ts'

/** Of so many videos with a word in common the nearest are chosen. */
const candidates = 500
const most = 20

/** Videos like this one that the caller may see: those with words and tags in common, and those of the same author. */
export async function relatedVideos(
  { database, grants }: Pick<Context, 'database' | 'grants'>,
  videoId: string,
  accountId: string | null,
) {
  const { rows } = await sql<{ id: string; reason: 'content' | 'author' }>`
    with this as (
      select v.*, (select string_agg(quote_literal(lexeme), ' | ')::tsquery from unnest(ts_filter(words, '{a,b}')) where length(lexeme) > 2) as query
      from video v where id = ${videoId}),
    visible as (
      select v.* from video v where v.deleted_at is null and (v.presentation is not null or v.quick is not null)
        and (v.visibility = 'public' or v.owner_id = ${accountId}) and v.id <> ${videoId}),
    alike as (select v.id, v.words, v.tags from visible v, this where v.words @@ this.query limit ${sql.lit(candidates)}),
    ranked as (
      select a.id, ts_rank(a.words, this.query) + 0.1 * cardinality(array(select unnest(a.tags) intersect select unnest(this.tags))) as score
      from alike a, this order by score desc, id desc limit ${sql.lit(most)}),
    others as (
      select v.id from visible v, this where v.owner_id = this.owner_id order by v.id desc limit ${sql.lit(most)})
    select id, 'content' as reason, score from ranked
    union all select id, 'author', 0 from others where id not in (select id from ranked)
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
