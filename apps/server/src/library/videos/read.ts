import type { Video } from '@storycanvas/api'
import { type Selectable, sql } from 'kysely'
import type { MediaFacts } from '@storycanvas/media'
import type { Context } from '../../context.ts'
import type { Reader } from '../../platform/database/database.ts'
import { notFound } from '../../platform/http/problem.ts'
import type { JobTables } from '../../platform/jobs/tables.ts'
import { fileAddress, type Grants } from '../../platform/media/grants.ts'
import { storyboardName, streamAddress } from '../streams/address.ts'
import { quickFolder } from '../streams/quick.ts'
import type { Presentation } from './presentation.ts'

type Parts = Pick<Context, 'database' | 'grants'>

const statusOfJob = {
  queued: 'processing',
  running: 'processing',
  failed: 'failed',
  cancelled: 'cancelled',
  succeeded: 'processing',
} as const

/** Everything of a video that is told, without what can be long: what the source is, and its captions. */
const columns = [
  ...(['v.id', 'v.ownerId', 'v.projectId', 'v.renderId', 'v.jobId', 'v.firstPlayJobId', 'v.storyboardJobId'] as const),
  ...(['v.title', 'v.description', 'v.visibility', 'v.tags', 'v.duplicateOf', 'v.sourceBytes', 'v.durationMs'] as const),
  ...(['v.width', 'v.height', 'v.posterHash', 'v.presentation', 'v.quick', 'v.views'] as const),
  ...(['v.createdAt', 'v.updatedAt', 'v.deletedAt'] as const),
] as const

/** What is told of each of the jobs that make a video watchable. */
type JobOfVideo = Pick<Selectable<JobTables['job']>, 'id' | 'state' | 'progress' | 'stage' | 'error'>

/**
 * Videos with their owner's name and the jobs that prepare them, which are looked up for each row: to plan four joins takes
 * PostgreSQL longer than to read a page.
 */
export const withJobs = (database: Reader) =>
  database
    .selectFrom('video as v')
    .select(columns)
    .select(sql<boolean>`v.captions is not null`.as('hasCaptions'))
    .select(sql<string[] | null>`v.facts -> 'leftOut'`.as('leftOut'))
    .select(sql<MediaFacts['chapters'] | null>`jsonb_path_query_array(v.facts, '$.chapters[0 to 99]')`.as('chapters'))
    .select(sql<string>`(select a.name from account a where a.id = v.owner_id)`.as('ownerName'))
    .select(
      sql<JobOfVideo[] | null>`(
        select jsonb_agg(jsonb_build_object('id', j.id, 'state', j.state, 'progress', j.progress, 'stage', j.stage, 'error', j.error))
        from job j where j.id in (v.job_id, v.first_play_job_id, v.storyboard_job_id))`.as('jobs'),
    )

export type VideoRow = Awaited<ReturnType<ReturnType<typeof withJobs>['execute']>>[number]

export function videoReply(grants: Grants, row: VideoRow): Video {
  const presentation = row.presentation as Presentation | null
  const folder = presentation ? '' : `/${quickFolder}`
  const stream = presentation || row.quick ? streamAddress(grants, row.id) : null
  const { id, title, description, visibility, tags, ownerId, ownerName, projectId, renderId, jobId } = row
  const job = row.jobs?.find(one => one.id === jobId)
  const { duplicateOf, durationMs, width, height, views, createdAt, updatedAt, deletedAt } = row
  return {
    ...{ id, title, description, visibility, tags, ownerId, ownerName, projectId, renderId, jobId },
    ...{ duplicateOf, durationMs, width, height, views },
    ...{ createdAt, updatedAt, deletedAt },
    status: presentation ? 'ready' : statusOfJob[job?.state ?? 'queued'],
    stage: presentation ? '' : (job?.stage ?? ''),
    progress: presentation ? 1 : (job?.progress ?? 0),
    error: presentation ? null : (job?.error ?? null),
    bytes: row.sourceBytes,
    stages: stagesOf(row),
    renditions: (presentation ?? (row.quick as Presentation | null))?.renditions ?? [],
    posterUrl: row.posterHash && fileAddress(grants, row.posterHash, 'image/jpeg'),
    dashUrl: stream && `${stream}${folder}/manifest.mpd`,
    hlsUrl: stream && `${stream}${folder}/master.m3u8`,
    storyboardUrl: stream && presentation?.hasStoryboard ? `${stream}/${storyboardName}.vtt` : null,
    loudness: presentation?.loudness ?? null,
    leftOut: row.leftOut ?? [],
    chapters: (row.chapters ?? []).map(({ start, title }) => ({ startMs: Math.round(start * 1000), title })),
    captionsUrl: stream && row.hasCaptions ? `${stream}/captions.vtt` : null,
  }
}

/** What is or was done to make it watchable, in order; each can be cancelled and run again by its job. */
function stagesOf({ jobs, firstPlayJobId, jobId, storyboardJobId }: VideoRow): Video['stages'] {
  const stages = [
    ['first-play', firstPlayJobId],
    ['renditions', jobId],
    ['storyboard', storyboardJobId],
  ] as const
  return stages.flatMap(([name, id]) => {
    const job = jobs?.find(one => one.id === id)
    if (!job) return []
    const { state, progress, stage, error } = job
    return [{ name, jobId: job.id, state, progress, stage, error }]
  })
}

export async function getVideo({ database, grants }: Parts, id: string): Promise<Video> {
  const row = await withJobs(database).where('v.id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return videoReply(grants, row)
}
