import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Ladder, type MeasuredSound, type RunProgress, transcodeLadder } from '@storycanvas/media'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { accountTopic, changed, publish, videoTopic } from '../../platform/bus/publish.ts'
import type { Tx } from '../../platform/database/database.ts'
import { defineJob, FinalFailure, type JobDefinition, type JobRun } from '../../platform/jobs/define.ts'
import { useBlob } from '../../platform/media/media.ts'
import { attemptsFolder, openAttempt } from '../../platform/media/work-folder.ts'
import { presentationOf } from '../videos/presentation.ts'
import { factsOf } from './facts.ts'
import { quickFolder } from './quick.ts'
import { storeFiles, type StreamFile } from './store-files.ts'
import { storyboard } from './storyboard-job.ts'

const Input = z.object({ videoId: z.uuid(), origin: z.enum(['own', 'outside']) })
type Input = z.output<typeof Input>

/** Names the job for those who ask for it. */
export const prepareStream = { kind: 'prepare-stream', input: Input, weight: 'heavy', maxAttempts: 3 } as const

/** Between two looks whether the quick stream is made. */
const lookEveryMs = 100

/** Makes all renditions of a video and their manifests, and shows them together when they are whole. */
export function prepareStreamJob(
  context: Pick<Context, 'database' | 'media' | 'tools' | 'config' | 'jobs'>,
): JobDefinition<Input> {
  const { database, media, tools, config } = context
  return defineJob({
    ...prepareStream,
    async run(run) {
      const video = await database.selectFrom('video').selectAll().where('id', '=', run.input.videoId).executeTakeFirst()
      if (!video) throw new FinalFailure('gone', 'The video is not there any more.')
      if (!tools) throw new FinalFailure('no-ffmpeg', 'This server has no ffmpeg; install it and run this again.')
      await firstPlayEnded(context, run, video.firstPlayJobId)
      const folder = await openAttempt(attemptsFolder(config, prepareStream.kind), run.id, run.attempt)
      try {
        await using source = await media.materialise(video.sourceHash, run.signal)
        const input = { path: source.path, origin: run.input.origin } as const
        run.report(0, 'looking at the file')
        const facts = await factsOf(context, video, input, run.signal)
        const outDir = join(folder, 'stream')
        const onProgress = reporter(run, facts.seconds)
        const ladder = await transcodeLadder({ tools, input, facts, outDir, signal: run.signal, onProgress })
        run.report(0.97, 'storing')
        const files = await storeFiles(media, outDir, run.signal)
        return { write: tx => writeStream(tx, context, video, ladder, files, facts.video) }
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  })
}

/** However it ends: the two would only take the processor from each other. */
async function firstPlayEnded({ database }: Pick<Context, 'database'>, run: JobRun<Input>, jobId: string | null) {
  for (; jobId !== null; await pause(lookEveryMs, undefined, { signal: run.signal })) {
    const job = await database.selectFrom('job').select('state').where('id', '=', jobId).executeTakeFirst()
    if (job?.state !== 'queued' && job?.state !== 'running') return
    run.report(0, 'waiting for the first quality')
  }
}

const reporter =
  (run: JobRun<Input>, length: number) =>
  ({ seconds, secondsLeft }: RunProgress) =>
    run.report((seconds / length) * 0.95, 'making the renditions', secondsLeft)

type Video = { id: string; ownerId: string; projectId: string | null; title: string }

async function writeStream(
  tx: Tx,
  { jobs }: Pick<Context, 'jobs'>,
  { id, ownerId, projectId, title }: Video,
  ladder: Ladder & { sound: MeasuredSound | null },
  files: StreamFile[],
  picture: { width: number; height: number } | null,
): Promise<void> {
  await tx.deleteFrom('videoFile').where('videoId', '=', id).where('name', 'not like', `${quickFolder}/%`).execute()
  await tx
    .insertInto('videoFile')
    .values(files.map(({ name, hash, size }) => ({ videoId: id, name, blobHash: hash, size })))
    .execute()
  for (const file of files) await useBlob(tx, file, file.mediaType, 'video', id)
  const rendition = ladder.video.at(-1)
  const pictures =
    rendition &&
    (await jobs.enqueue(
      tx,
      storyboard,
      { videoId: id, rendition },
      { title: `Pictures for “${title}”`, ownerId, projectId, target: { kind: 'video', id } },
    ))
  await tx
    .updateTable('video')
    .set({
      presentation: JSON.stringify({ ...presentationOf(ladder), hasStoryboard: false }),
      durationMs: Math.round(ladder.seconds * 1000),
      width: picture?.width ?? null,
      height: picture?.height ?? null,
      preparedAt: new Date().toISOString(),
      storyboardJobId: pictures?.id ?? null,
    })
    .where('id', '=', id)
    .execute()
  await publish(tx, [accountTopic(ownerId), videoTopic(id)], changed('video', id, projectId))
}
