import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { BlobError } from '@storycanvas/blobs'
import { type MediaTools, RenderError, renderTimeline, type RenderProgress, usualDucking } from '@storycanvas/media'
import { type Media as TimelineMedia, type Timeline, toSrt, toWebVtt } from '@storycanvas/timeline'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import { defineJob, FinalFailure, type JobDefinition, type JobResult, type JobRun } from '../../platform/jobs/define.ts'
import { type StoredBlob, useBlob } from '../../platform/media/media.ts'
import { openAttempt } from '../../platform/media/work-folder.ts'
import { isOwnPicture } from '../assembly/media.ts'
import { timecodeOf } from '../cut/timecode.ts'
import { keepPreview } from './preview.ts'
import { captionsType, filmType, subripType } from './read.ts'
import { behindSlate, slateFrames, slateOf } from './slate.ts'
import { trimCache, workshop } from './workshop.ts'

const RenderInput = z.strictObject({ renderId: z.uuid() })
export type RenderInput = z.output<typeof RenderInput>

type Parts = Pick<Context, 'config' | 'database' | 'media' | 'tools'>

/** Renders a kept cut into an MP4. */
export function renderJob(parts: Parts): JobDefinition<RenderInput> {
  const { attempts, cache } = workshop(parts.config.dataDir)
  let running = 0
  return defineJob({
    kind: 'render',
    input: RenderInput,
    weight: 'heavy',
    maxAttempts: 3,
    async run(run) {
      running += 1
      const folder = await openAttempt(attempts, run.id, run.attempt)
      try {
        return await renderFilm(parts, run, folder, cache)
      } finally {
        running -= 1
        await rm(folder, { recursive: true, force: true })
        // Never under the feet of another render that counts on its parts.
        if (running === 0) await trimCache(cache)
      }
    },
  })
}

async function renderFilm(parts: Parts, run: JobRun<RenderInput>, folder: string, cacheDir: string): Promise<JobResult> {
  const { config, media } = parts
  const tools = requireTools(parts.tools)
  const { renderId } = run.input
  const row = await parts.database.selectFrom('render').selectAll().where('id', '=', renderId).executeTakeFirstOrThrow()
  const timeline = row.timeline as Timeline
  const { rate, timecode } = timeline
  const frameRate = { num: row.rateNum, den: row.rateDen }
  const output = join(folder, 'film.mp4')
  await using held = new AsyncDisposableStack()
  const { bytes } = await renderTimeline({
    tools,
    timeline,
    resolveMedia: async one => {
      const { path } = held.use(await media.materialise(hashOf(one), run.signal).catch(finalIfMissing(one)))
      return { path, origin: originOf(one) }
    },
    output,
    workDir: folder,
    cacheDir,
    captions: row.captions,
    slate: row.slate ? slateOf({ ...timeline, rate: frameRate }, timecodeOf(0, { rate, dropFrame: timecode.dropFrame })) : null,
    watermark: row.watermark,
    loudnessTarget: row.loudness,
    ducking: row.ducking ? usualDucking : null,
    fitting: row.fitting,
    frameRate,
    onPicture: jpeg => keepPreview(folder, jpeg),
    cores: Math.max(1, Math.floor(availableParallelism() / config.heavySlots)),
    onProgress: progress => run.report(...reportOf(progress)),
    signal: run.signal,
  }).catch(finalIfHopeless)
  run.report(0.99, 'storing the film')
  const film = await media.keep(createReadStream(output), bytes, run.signal)
  const lead = row.slate ? slateFrames(frameRate) : 0
  const later = row.captions === 'sidecar' ? behindSlate(timeline, { frames: lead, rate: frameRate }) : null
  const captions = later && (await keepText(parts, toWebVtt(later)))
  const subrip = later && (await keepText(parts, toSrt(later)))
  return {
    async write(tx) {
      await tx
        .updateTable('render')
        .set({
          blobHash: film.hash,
          bytes: film.size,
          captionsHash: captions?.hash ?? null,
          captionsSrtHash: subrip?.hash ?? null,
        })
        .where('id', '=', renderId)
        .execute()
      await useBlob(tx, film, filmType, 'render', renderId)
      if (captions) await useBlob(tx, captions, captionsType, 'render', renderId)
      if (subrip) await useBlob(tx, subrip, subripType, 'render', renderId)
      await publish(tx, [projectTopic(row.projectId)], changed('render', renderId, row.projectId))
    },
  }
}

function requireTools(tools: MediaTools | null): MediaTools {
  if (!tools)
    throw new FinalFailure('media-tools-missing', 'This server has no ffmpeg; install it (apt install ffmpeg) and start again.')
  return tools
}

function keepText({ media }: Parts, text: string): Promise<StoredBlob> {
  const bytes = Buffer.from(text)
  return media.keep(bytes, bytes.length)
}

const finalIfMissing =
  ({ name }: TimelineMedia) =>
  (error: unknown): never => {
    if (!(error instanceof BlobError) || error.failure.kind !== 'missing') throw error
    throw new FinalFailure('media-missing', `The file of ${name} is not there.`, { cause: error })
  }

function hashOf({ hash, name }: TimelineMedia): string {
  if (hash === undefined) throw new FinalFailure('media-missing', `There is no file for ${name}.`)
  return hash
}

const originOf = (media: TimelineMedia) => (isOwnPicture(media) ? 'own' : 'outside')

function finalIfHopeless(error: unknown): never {
  if (error instanceof RenderError) throw new FinalFailure(error.code, error.message, { cause: error })
  throw error
}

/** The picture is nearly all of the work. */
function reportOf({ stage, framesDone, framesTotal, secondsLeft }: RenderProgress): [number, string, number | null] {
  if (stage === 'sound') return [0, 'mixing the sound', null]
  if (stage === 'joining') return [0.97, 'joining the film', null]
  return [0.96 * (framesDone / framesTotal), `drawing frame ${framesDone} of ${framesTotal}`, secondsLeft]
}
