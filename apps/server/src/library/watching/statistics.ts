import type { VideoStatistics } from '@storycanvas/api'
import { sql } from 'kysely'
import type { Database } from '../../platform/database/database.ts'
import { stretches } from './note.ts'

/** What is known of how a video was watched. */
export async function videoStatistics(database: Database, videoId: string): Promise<VideoStatistics> {
  const [sums, curve, sources, days] = await Promise.all([
    sql<{ views: number; visits: number; viewers: number; watched: number }>`
      select (select views from video where id = ${videoId}) as views, count(*) as visits, count(distinct viewer) as viewers,
        coalesce(sum(watched_ms), 0) as watched
      from video_visit where video_id = ${videoId}`.execute(database),
    sql<{ share: number }>`
      select count(v.id) filter (where get_bit(v.seen, n) = 1)::float / greatest(count(v.id), 1) as share
      from generate_series(0, ${sql.lit(stretches - 1)}) n left join video_visit v on v.video_id = ${videoId}
      group by n order by n`.execute(database),
    sql<{ source: string; visits: number }>`
      select source, count(*) as visits from video_visit where video_id = ${videoId}
      group by source order by visits desc, source limit 20`.execute(database),
    sql<{ day: string; views: number; watched: number }>`
      select to_char(d, 'YYYY-MM-DD') as day, count(v.id) filter (where v.counted) as views, coalesce(sum(v.watched_ms), 0) as watched
      from generate_series(current_date - 29, current_date, interval '1 day') d
      left join video_visit v on v.video_id = ${videoId} and v.created_at >= d and v.created_at < d + interval '1 day'
      group by d order by d`.execute(database),
  ])
  const { views = 0, visits = 0, viewers = 0, watched = 0 } = sums.rows[0] ?? {}
  return {
    ...{ views, visits, uniqueViewers: viewers, watchSeconds: watched / 1000 },
    averageSeconds: visits === 0 ? 0 : watched / 1000 / visits,
    retention: curve.rows.map(({ share }) => share),
    sources: sources.rows,
    days: days.rows.map(({ day, views, watched }) => ({ day, views, watchSeconds: watched / 1000 })),
  }
}
