import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  extractPoster,
  foreseeRemux,
  isWebReady,
  type Ladder,
  type LadderOptions,
  type MediaFacts,
  plannedRendition,
  type Rendition,
  remuxForPlayback,
  transcodeQuickly,
  withForeseen,
} from '@storycanvas/media'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { accountTopic, changed, publish, videoTopic } from '../../platform/bus/publish.ts'
import { defineJob, FinalFailure, type JobDefinition, type JobRun } from '../../platform/jobs/define.ts'
import { useBlob } from '../../platform/media/media.ts'
import { attemptsFolder, openAttempt } from '../../platform/media/work-folder.ts'
import { factsOf } from './facts.ts'
import { fileCaptions } from './file-captions.ts'
import { forgetQuick, quickStream } from './quick.ts'
import { largestFile } from './store-files.ts'

const Input = z.object({ videoId: z.uuid(), origin: z.enum(['own', 'outside']) })
type Input = z.output<typeof Input>

/** Names the job for those who ask for it. It takes no heavy slot: whoever uploads must not wait for other people's ladders. */
export const firstPlay = { kind: 'first-play', input: Input, weight: 'light', maxAttempts: 2 } as const

type Parts = Pick<Context, 'database' | 'media' | 'tools' | 'config' | 'log'>

/** Makes a video playable at once: as it is where browsers take it, otherwise in one small quality. Then its poster. */
export function firstPlayJob(context: Parts): JobDefinition<Input> {
  const { database, media, tools, config } = context
  return defineJob({
    ...firstPlay,
    async run(run) {
      const video = await database.selectFrom('video').selectAll().where('id', '=', run.input.videoId).executeTakeFirst()
      if (!video) throw new FinalFailure('gone', 'The video is not there any more.')
      if (!tools) throw new FinalFailure('no-ffmpeg', 'This server has no ffmpeg; install it and run this again.')
      const folder = await openAttempt(attemptsFolder(config, firstPlay.kind), run.id, run.attempt)
      try {
        await using source = await media.materialise(video.sourceHash, run.signal)
        const input = { path: source.path, origin: run.input.origin } as const
        const facts = await factsOf(context, video, input, run.signal)
        await database.transaction().execute(tx => forgetQuick(tx, video.id))
        const outDir = join(folder, 'stream')
        await playable(context, run, { ...video, facts }, { tools, input, facts, outDir, signal: run.signal })
        const poster = facts.video && (await extractPoster(tools, input, facts, { signal: run.signal }))
        const stored = poster && (await media.keep(poster, largestFile, run.signal))
        // Run again, it does not bring back what somebody took away.
        const captions = video.fileCaptions ?? (await fileCaptions(context, tools, input, facts, run.signal))
        const areNew = captions !== null && video.fileCaptions === null
        return {
          async write(tx) {
            if (!stored && !areNew) return
            if (stored) await useBlob(tx, stored, 'image/jpeg', 'video', video.id)
            await tx
              .updateTable('video')
              .set(stored ? { posterHash: stored.hash } : {})
              .$if(areNew, update => update.set({ fileCaptions: captions, captions: sql`coalesce(captions, ${captions})` }))
              .where('id', '=', video.id)
              .execute()
            const topics = [accountTopic(video.ownerId), videoTopic(video.id)]
            await publish(tx, topics, changed('video', video.id, video.projectId))
          },
        }
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  })
}

/**
 * Where nothing is foreseen all must be cut up before it can be watched, and for a larger file that takes longer than to encode
 * its first seconds small.
 */
const mostCutUp = 64e6

type Video = { id: string; ownerId: string; projectId: string | null; facts: MediaFacts }

async function playable(context: Parts, run: JobRun<Input>, video: Video, options: LadderOptions): Promise<Ladder> {
  const { facts, input, outDir } = options
  const foreseen = isWebReady(facts) ? await foreseeRemux(input.path) : null
  const asItIs = foreseen !== null || (isWebReady(facts) && facts.bytes <= mostCutUp)
  const whole = <R extends Rendition>(started: R): R =>
    foreseen ? withForeseen(started, foreseen) : plannedRendition(started, facts.seconds)
  const { width = 0, height = 0 } = facts.video ?? {}
  const planned = asItIs && foreseen === null ? null : whole
  const quick = quickStream(context, { ...video, width, height, seconds: facts.seconds }, outDir, planned)
  const renditions = (facts.video ? 1 : 0) + (facts.audio.length > 0 ? 1 : 0)
  run.report(0, asItIs ? 'cutting into segments' : 'making a small quality')
  const ladder = await (asItIs ? remuxForPlayback : transcodeQuickly)({
    ...options,
    async onSegment(rendition) {
      await quick.onSegment(rendition)
      await quick.showEarly(renditions)
    },
    onProgress: ({ seconds, secondsLeft }) =>
      run.report((seconds / facts.seconds) * 0.95, asItIs ? 'cutting into segments' : 'making a small quality', secondsLeft),
  })
  await quick.finish(ladder)
  return ladder
}
