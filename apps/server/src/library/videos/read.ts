import type { Video } from '@storycanvas/api'
import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import type { Reader } from '../../platform/database/database.ts'
import { containing } from '../../platform/database/containing.ts'
import { pageOf, readCursor } from '../../platform/database/page.ts'
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

/** Videos with their owner's name and the job that prepares them. */
const withJob = (database: Reader) =>
  database
    .selectFrom('video as v')
    .innerJoin('account as a', 'a.id', 'v.ownerId')
    .leftJoin('job as j', 'j.id', 'v.jobId')
    .leftJoin('job as p', 'p.id', 'v.firstPlayJobId')
    .leftJoin('job as b', 'b.id', 'v.storyboardJobId')
    .selectAll('v')
    .select(['a.name as ownerName', 'j.state', 'j.stage', 'j.progress', 'j.error'])
    .select(['p.state as firstState', 'p.stage as firstStage', 'p.progress as firstProgress', 'p.error as firstError'])
    .select(['b.state as boardState', 'b.stage as boardStage', 'b.progress as boardProgress', 'b.error as boardError'])

type Row = Awaited<ReturnType<ReturnType<typeof withJob>['execute']>>[number]

function videoReply(grants: Grants, row: Row): Video {
  const presentation = row.presentation as Presentation | null
  const folder = presentation ? '' : `/${quickFolder}`
  const stream = presentation || row.quick ? streamAddress(grants, row.id) : null
  const {
    id,
    title,
    description,
    visibility,
    ownerId,
    ownerName,
    projectId,
    renderId,
    jobId,
    duplicateOf,
    durationMs,
    width,
    height,
    views,
  } = row
  const { createdAt, updatedAt, deletedAt } = row
  return {
    ...{
      id,
      title,
      description,
      visibility,
      ownerId,
      ownerName,
      projectId,
      renderId,
      jobId,
      duplicateOf,
      durationMs,
      width,
      height,
      views,
    },
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
    captionsUrl: stream && row.captions !== null ? `${stream}/captions.vtt` : null,
  }
}

/** What is or was done to make it watchable, in order; each can be cancelled and run again by its job. */
function stagesOf(row: Row): Video['stages'] {
  const stage = (name: Video['stages'][number]['name'], jobId: string | null, state: Row['state'], rest: Rest) =>
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
  const row = await withJob(database).where('v.id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return videoReply(grants, row)
}

type Query = {
  limit: number
  cursor?: string | undefined
  search?: string | undefined
  status?: Video['status'] | undefined
  projectId?: string | undefined
  deleted: boolean
}

/** Videos of an account, newest first. */
export async function listVideos({ database, grants }: Parts, accountId: string, query: Query) {
  const last = readCursor(query.cursor)
  let select = withJob(database)
    .where('v.ownerId', '=', accountId)
    .where('v.deletedAt', query.deleted ? 'is not' : 'is', null)
    .orderBy('v.id', 'desc')
    .limit(query.limit + 1)
  if (query.search) select = select.where('v.title', 'ilike', containing(query.search))
  if (query.projectId) select = select.where('v.projectId', '=', query.projectId)
  if (query.status) select = select.where(hasStatus(query.status))
  if (last) select = select.where('v.id', '<', last.id)
  const page = pageOf(await select.execute(), query.limit, () => '')
  return { ...page, items: page.items.map(row => videoReply(grants, row)) }
}

function hasStatus(status: Video['status']) {
  if (status === 'ready') return sql<boolean>`v.presentation is not null`
  const states = status === 'processing' ? ['queued', 'running', 'succeeded'] : [status]
  return sql<boolean>`(v.presentation is null and coalesce(j.state, 'queued') = any(${states}))`
}
