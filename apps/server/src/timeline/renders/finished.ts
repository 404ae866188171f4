import type { Frames, Rate, Timeline } from '@storycanvas/timeline'
import type { Reader } from '../../platform/database/database.ts'
import { notFound, RequestError } from '../../platform/http/problem.ts'
import { sidecarCaptions } from './slate.ts'

type FinishedRender = {
  projectId: string
  blobHash: string
  bytes: number
  width: number
  height: number
  durationFrames: Frames
  rate: Rate
  /** WebVTT where the captions are not part of the picture. */
  captionsVtt: string | null
}

/** The film of a render for whoever publishes it. Throws `not-possible-now` while there is none. */
export async function finishedRender(database: Reader, renderId: string): Promise<FinishedRender> {
  const row = await database
    .selectFrom('render')
    .select([
      'projectId',
      'blobHash',
      'bytes',
      'width',
      'height',
      'durationFrames',
      'rateNum',
      'rateDen',
      'captions',
      'slate',
      'timeline',
    ])
    .where('id', '=', renderId)
    .where('deletedAt', 'is', null)
    .executeTakeFirstOrThrow(notFound)
  const { blobHash, bytes, width, height, durationFrames, rateNum, rateDen } = row
  if (blobHash === null || bytes === null)
    throw new RequestError('not-possible-now', 'This render has no film yet; wait until it has succeeded.')
  const captionsVtt = row.captions === 'sidecar' ? sidecarCaptions(row.timeline as Timeline, row.slate) : null
  return {
    projectId: row.projectId,
    blobHash,
    bytes,
    width,
    height,
    durationFrames,
    rate: { num: rateNum, den: rateDen },
    captionsVtt,
  }
}
