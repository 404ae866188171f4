import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Tx } from '../../platform/database/database.ts'
import { notFound } from '../../platform/http/problem.ts'
import type { Actor } from '../../platform/policy/actor.ts'

/** A film is cut into so many stretches for its retention curve. */
export const stretches = 100
/** Watched for so long it counts as a view; of a shorter film half of it does. */
const viewMs = 10_000
/** The same viewer counts once in this time. */
const onceIn = sql`interval '30 minutes'`

export type Watched = {
  sessionId: string
  watchedMs: number
  /** Stretches that were seen, from 0 to 99. */
  seen: readonly number[]
  source: string
  /** Sessions of the visits just before this one. */
  earlier: readonly string[]
}

type Viewer = { actor: Actor; address: string; userAgent: string }

/** Notes what one visit has watched so far; the visit tells again and again, and only ever more. */
export async function noteWatching(database: Database, videoId: string, watched: Watched, viewer: Viewer): Promise<void> {
  const bits = Array.from({ length: stretches }, (_, at) => (watched.seen.includes(at) ? '1' : '0')).join('')
  const who = viewerOf(videoId, viewer)
  await database.transaction().execute(async tx => {
    const video = await tx.selectFrom('video').select('durationMs').where('id', '=', videoId).executeTakeFirst()
    if (!video) throw notFound()
    // Nobody watches more than the film, however often it is told.
    const most = (video.durationMs ?? 0) * 3 + 60_000
    const enough = sql`least(${viewMs}::bigint, ${Math.round((video.durationMs ?? 0) / 2)}::bigint)`
    const { rows } = await sql<{ counted: boolean; isEnough: boolean; wasEnough: boolean }>`
      insert into video_visit (id, video_id, viewer, source, watched_ms, seen)
      values (${watched.sessionId}, ${videoId}, ${who}, ${watched.source}, ${Math.min(watched.watchedMs, most)}, ${bits}::bit(100))
      on conflict (id) do update set seen = video_visit.seen | excluded.seen, updated_at = now(),
        watched_ms = greatest(video_visit.watched_ms, excluded.watched_ms)
        where video_visit.video_id = excluded.video_id and video_visit.viewer = excluded.viewer
      returning counted, watched_ms >= ${enough} as is_enough,
        coalesce((select before.watched_ms >= ${enough} from video_visit before where before.id = ${watched.sessionId}), false)
          as was_enough`.execute(tx)
    if (!rows[0]?.isEnough) return
    if (viewer.actor.kind === 'account') await noteWatched(tx, videoId, viewer.actor.id, watched.sessionId, rows[0].wasEnough)
    if (rows[0].counted) return
    // Visits of one viewer come here one after the other, so that each sees whether another has counted.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`view ${videoId} ${who}`}, 0))`.execute(tx)
    const counted = await sql`
      update video_visit set counted = true where id = ${watched.sessionId} and not exists (
        select from video_visit o where o.video_id = ${videoId} and o.viewer = ${who} and o.counted
          and o.created_at > now() - ${onceIn})
      returning id`.execute(tx)
    if (counted.rows.length === 0) return
    await sql`update video set views = views + 1, updated_at = updated_at where id = ${videoId}`.execute(tx)
    await noteTogether(tx, videoId, watched.earlier)
  })
}

/**
 * Remembers for an account that it watched a video, and which parts, so that it can be recommended others. A visit that goes on
 * adds to what is remembered, and brings nothing back that was forgotten meanwhile.
 */
const noteWatched = (tx: Tx, videoId: string, accountId: string, sessionId: string, isKnown: boolean) =>
  isKnown
    ? sql`
    update video_watched w set seen = w.seen | v.seen, watched_at = now() from video_visit v
      where w.account_id = ${accountId} and w.video_id = ${videoId} and v.id = ${sessionId}`.execute(tx)
    : sql`
    insert into video_watched (account_id, video_id, seen)
      select ${accountId}, ${videoId}, seen from video_visit where id = ${sessionId}
    on conflict (account_id, video_id) do update set seen = video_watched.seen | excluded.seen, watched_at = now()`.execute(tx)

/**
 * Counts that this video was watched after others, of which only sessions are told that counted as views. How often is kept
 * for each pair, and nothing of who it was.
 */
const noteTogether = (tx: Tx, videoId: string, earlier: readonly string[]) =>
  sql`
    with others as (
      select distinct video_id as id from video_visit where id = any(${earlier}::uuid[]) and counted and video_id <> ${videoId}),
    pairs as (
      select ${videoId}::uuid as video_id, id as other_id from others union all select id, ${videoId}::uuid from others)
    insert into video_together (video_id, other_id, views) select video_id, other_id, 1 from pairs order by 1, 2
    on conflict (video_id, other_id) do update set views = video_together.views + 1`.execute(tx)

/** The same for the same person on the same video and unlike for any other video, so that nobody can be followed. */
function viewerOf(videoId: string, { actor, address, userAgent }: Viewer): string {
  const who = actor.kind === 'account' ? actor.id : `${address}\n${userAgent}`
  return createHash('sha256').update(`${videoId}\n${who}`).digest('hex').slice(0, 32)
}
