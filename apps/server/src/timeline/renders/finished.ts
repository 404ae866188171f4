import { type Frames, type Rate, type Timeline, toWebVtt } from '@storycanvas/timeline'
import type { Reader } from '../../platform/database/database.ts'
import { notFound, RequestError } from '../../platform/http/problem.ts'
import { behindSlate, slateFrames } from './slate.ts'

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
  const rate = { num: rateNum, den: rateDen }
  const slate = { frames: row.slate ? slateFrames(rate) : 0, rate }
  const captionsVtt = row.captions === 'sidecar' ? toWebVtt(behindSlate(row.timeline as Timeline, slate)) : null
  return {
    projectId: row.projectId,
    blobHash,
    bytes,
    width,
    height,
    durationFrames,
    rate,
    captionsVtt,
  }
}
