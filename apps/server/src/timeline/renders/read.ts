import type { Render } from '@storycanvas/api'
import { fileName } from '@storycanvas/timeline'
import type { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Reader } from '../../platform/database/database.ts'
import { pageOf, readCursor } from '../../platform/database/page.ts'
import { notFound } from '../../platform/http/problem.ts'
import { fileAddress } from '../../platform/media/grants.ts'
import { readProject } from '../../projects/read.ts'
import { previewAddress } from './preview.ts'

/** The videos that renders were published as, by render: asked once for a whole list. */
export type VideosOf = (renderIds: string[]) => Promise<ReadonlyMap<string, string>>
type Parts = Pick<Context, 'config' | 'database' | 'grants'> & { videosOf: VideosOf }
type Reply = z.output<typeof Render>

export async function getRender(parts: Parts, id: string): Promise<Reply> {
  const row = await renders(parts.database).where('render.id', '=', id).executeTakeFirstOrThrow(notFound)
  const [render] = await renderReplies(parts, row.projectId, [row])
  if (!render) throw notFound()
  return render
}

export async function listRenders(
  parts: Parts,
  projectId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const start = readCursor(cursor)
  let select = renders(parts.database)
    .where('render.projectId', '=', projectId)
    .where('render.deletedAt', 'is', null)
    .orderBy('render.id', 'desc')
    .limit(limit + 1)
  if (start) select = select.where('render.id', '<', start.id)
  const page = pageOf(await select.execute(), limit, () => '')
  return { ...page, items: await renderReplies(parts, projectId, page.items) }
}

/** A render's state is that of its job. The cut that it keeps is left where it is: it may be megabytes. */
const renders = (database: Reader) =>
  database
    .selectFrom('render')
    .innerJoin('job', 'job.id', 'render.jobId')
    .select([
      'render.id',
      'render.projectId',
      'render.jobId',
      'captions',
      'fitting',
      'slate',
      'width',
      'height',
      'rateNum',
      'rateDen',
    ])
    .select(['durationFrames', 'bytes', 'blobHash', 'captionsHash', 'captionsSrtHash', 'render.createdAt'])
    .select(['job.attempt', 'job.state', 'job.progress', 'job.stage', 'job.secondsLeft', 'job.error', 'job.finishedAt'])

type Row = Awaited<ReturnType<ReturnType<typeof renders>['execute']>>[number]

async function renderReplies(parts: Parts, projectId: string, rows: readonly Row[]): Promise<Reply[]> {
  if (rows.length === 0) return []
  const { name } = await readProject(parts.database, projectId)
  const videos = await parts.videosOf(rows.map(({ id }) => id))
  return Promise.all(rows.map(row => renderReply(parts, row, `${fileName(name)}.mp4`, videos.get(row.id) ?? null)))
}

async function renderReply(parts: Parts, row: Row, downloadName: string, videoId: string | null): Promise<Reply> {
  const { rateNum, rateDen, blobHash, captionsHash, captionsSrtHash, attempt: _, ...rest } = row
  return {
    ...rest,
    rate: { num: rateNum, den: rateDen },
    url: blobHash && fileAddress(parts.grants, blobHash, filmType, downloadName),
    captionsUrl: captionsHash && fileAddress(parts.grants, captionsHash, captionsType),
    captionsSrtUrl:
      captionsSrtHash && fileAddress(parts.grants, captionsSrtHash, subripType, downloadName.replace(/mp4$/, 'srt')),
    previewUrl: await previewAddress(parts, row),
    videoId,
  }
}

export const filmType = 'video/mp4'
export const captionsType = 'text/vtt'
export const subripType = 'application/x-subrip'
