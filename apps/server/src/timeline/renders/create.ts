import { pictureSize } from '@storycanvas/media'
import { duration, InvalidTimeline, type Rate, requireValid, rescale } from '@storycanvas/timeline'
import { v7 as uuid } from 'uuid'
import type { Context } from '../../context.ts'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import type { JobDefinition } from '../../platform/jobs/define.ts'
import { RequestError } from '../../platform/http/problem.ts'
import { assembleTimeline, nowhere, offlineClips } from '../assembly/read.ts'
import { changeCut } from '../cut/change-cut.ts'
import type { RenderInput } from './job.ts'
import { slateFrames } from './slate.ts'

type RenderWish = {
  captions: 'burnt-in' | 'sidecar' | 'none'
  slate: boolean
  watermark: string | null
  loudness: number | null
  ducking: boolean
  fitting: 'bars' | 'fill' | 'blurred'
  frameRate: Rate | null
  height: number
}

/**
 * Keeps the cut as it is now and asks for its film, in one transaction. Refused while there is nothing in the cut, or while
 * any of its clips has no picture. Returns the id of the render.
 */
export function createRender(
  { database, jobs }: Pick<Context, 'database' | 'jobs'>,
  definition: JobDefinition<RenderInput>,
  { projectId, accountId }: { projectId: string; accountId: string },
  { height, frameRate, ...wish }: RenderWish,
): Promise<string> {
  return changeCut(database, projectId, async tx => {
    const cut = await assembleTimeline(tx, projectId, nowhere)
    const timeline = { ...cut, canvas: pictureSize(cut.canvas, height) }
    requireRenderable(timeline)
    const rate = frameRate ?? timeline.rate
    const id = uuid()
    const job = await jobs.enqueue(
      tx,
      definition,
      { renderId: id },
      { title: `Render ${timeline.name}`, ownerId: accountId, projectId, target: { kind: 'render', id } },
    )
    await tx
      .insertInto('render')
      .values({
        id,
        projectId,
        ownerId: accountId,
        jobId: job.id,
        ...wish,
        ...timeline.canvas,
        rateNum: rate.num,
        rateDen: rate.den,
        timeline: JSON.stringify(timeline),
        durationFrames: rescale(duration(timeline), timeline.rate, rate, 'ceil') + (wish.slate ? slateFrames(rate) : 0),
      })
      .execute()
    await publish(tx, [projectTopic(projectId)], changed('render', id, projectId))
    return id
  })
}

function requireRenderable(timeline: Parameters<typeof requireValid>[0]): void {
  const clips = timeline.tracks.reduce((sum, track) => sum + track.clips.length, 0)
  if (clips === 0) throw new RequestError('not-possible-now', 'There is nothing in the cut yet; add panels or clips first.')
  const offline = offlineClips(timeline)
  if (offline > 0)
    throw new RequestError('not-possible-now', `${offline} of ${clips} panels are not drawn yet; draw them, then render again.`)
  try {
    requireValid(timeline)
  } catch (error) {
    if (!(error instanceof InvalidTimeline)) throw error
    throw new RequestError('not-possible-now', error.message, { cause: error })
  }
}
