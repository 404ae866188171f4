import { type RawBuilder, sql } from 'kysely'

/** So many who watched both count for half of what any number of them would. */
const fewTogether = 3
/** Above this a word of the title in common, which is worth 0.6. */
const togetherWorth = 2
/** Of what was watched with a video only the most frequent is weighed. */
export const mostTogether = 50

/** A query for videos that have any word of the title or tags of another. */
export const wordsLike = (words: RawBuilder<unknown>) =>
  sql`(select string_agg(quote_literal(lexeme), ' | ')::tsquery from unnest(ts_filter(${words}, '{a,b}')) where length(lexeme) > 2)`

/** How much one says the same as the other, whose `query` stands for its words: words and tags in common. */
export const likenessOf = (one: RawBuilder<unknown>, other: RawBuilder<unknown>) =>
  sql`(ts_rank(${one}.words, ${other}.query) + 0.1 * (select count(*) from unnest(${one}.tags) tag where tag = any(${other}.tags))::float)`

/** That two were watched together counts by the cosine of their views, and for less while only a few did. */
export const togetherOf = (together: RawBuilder<unknown>, views: RawBuilder<unknown>, otherViews: RawBuilder<unknown>) =>
  sql`(${sql.lit(togetherWorth)} * least(1, ${together} / sqrt(greatest(${views}, 1)::float * greatest(${otherViews}, 1)))
    * ${together} / (${together} + ${sql.lit(fewTogether)}))`
