import type { Video } from '@storycanvas/api'
import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import type { Reader } from '../../platform/database/database.ts'
import { notFound } from '../../platform/http/problem.ts'
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

/** Videos with their owner's name and the job that prepares them. */
export const withJobs = (database: Reader) =>
  database
    .selectFrom('video as v')
    .innerJoin('account as a', 'a.id', 'v.ownerId')
    .leftJoin('job as j', 'j.id', 'v.jobId')
    .leftJoin('job as p', 'p.id', 'v.firstPlayJobId')
    .leftJoin('job as b', 'b.id', 'v.storyboardJobId')
    .select(columns)
    .select(sql<boolean>`v.captions is not null`.as('hasCaptions'))
    .select(['a.name as ownerName', 'j.state', 'j.stage', 'j.progress', 'j.error'])
    .select(['p.state as firstState', 'p.stage as firstStage', 'p.progress as firstProgress', 'p.error as firstError'])
    .select(['b.state as boardState', 'b.stage as boardStage', 'b.progress as boardProgress', 'b.error as boardError'])

export type VideoRow = Awaited<ReturnType<ReturnType<typeof withJobs>['execute']>>[number]

export function videoReply(grants: Grants, row: VideoRow): Video {
  const presentation = row.presentation as Presentation | null
  const folder = presentation ? '' : `/${quickFolder}`
  const stream = presentation || row.quick ? streamAddress(grants, row.id) : null
  const { id, title, description, visibility, tags, ownerId, ownerName, projectId, renderId, jobId } = row
  const { duplicateOf, durationMs, width, height, views, createdAt, updatedAt, deletedAt } = row
  return {
    ...{ id, title, description, visibility, tags, ownerId, ownerName, projectId, renderId, jobId },
    ...{ duplicateOf, durationMs, width, height, views },
    ...{ createdAt, updatedAt, deletedAt },
    status: presentation ? 'ready' : statusOfJob[row.state ?? 'queued'],
    stage: presentation ? '' : (row.stage ?? ''),
    progress: presentation ? 1 : (row.progress ?? 0),
    error: presentation ? null : row.error,
    bytes: row.sourceBytes,
    stages: stagesOf(row),
    renditions: (presentation ?? (row.quick as Presentation | null))?.renditions ?? [],
    posterUrl: row.posterHash && fileAddress(grants, row.posterHash, 'image/jpeg'),
    dashUrl: stream && `${stream}${folder}/manifest.mpd`,
    hlsUrl: stream && `${stream}${folder}/master.m3u8`,
    storyboardUrl: stream && presentation?.hasStoryboard ? `${stream}/${storyboardName}.vtt` : null,
    loudness: presentation?.loudness ?? null,
    captionsUrl: stream && row.hasCaptions ? `${stream}/captions.vtt` : null,
  }
}

/** What is or was done to make it watchable, in order; each can be cancelled and run again by its job. */
function stagesOf(row: VideoRow): Video['stages'] {
  const stage = (name: Video['stages'][number]['name'], jobId: string | null, state: VideoRow['state'], rest: Rest) =>
    jobId && state ? [{ name, jobId, state, ...rest }] : []
  type Rest = Omit<Video['stages'][number], 'name' | 'jobId' | 'state'>
  return [
    ...stage('first-play', row.firstPlayJobId, row.firstState, {
      ...{ progress: row.firstProgress ?? 0, stage: row.firstStage ?? '', error: row.firstError },
    }),
    ...stage('renditions', row.jobId, row.state, { progress: row.progress ?? 0, stage: row.stage ?? '', error: row.error }),
    ...stage('storyboard', row.storyboardJobId, row.boardState, {
      ...{ progress: row.boardProgress ?? 0, stage: row.boardStage ?? '', error: row.boardError },
    }),
  ]
}

export async function getVideo({ database, grants }: Parts, id: string): Promise<Video> {
  const row = await withJobs(database).where('v.id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return videoReply(grants, row)
}
