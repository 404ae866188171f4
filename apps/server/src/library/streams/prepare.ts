import { readdir, rm, writeFile } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { extractPoster, makeStoryboard, type MediaTools, probeMedia, type RunProgress, transcodeLadder } from '@storycanvas/media'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { accountTopic, changed, publish, videoTopic } from '../../platform/bus/publish.ts'
import { defineJob, FinalFailure, type JobDefinition, type JobRun } from '../../platform/jobs/define.ts'
import { type StoredBlob, useBlob } from '../../platform/media/media.ts'
import { attemptsFolder, openAttempt } from '../../platform/media/work-folder.ts'
import { presentationOf } from '../videos/presentation.ts'
import { storyboardName } from './address.ts'

const Input = z.object({ videoId: z.uuid(), origin: z.enum(['own', 'outside']) })
type Input = z.output<typeof Input>

/** Names the job for those who ask for it. */
export const prepareStream = { kind: 'prepare-stream', input: Input, weight: 'heavy', maxAttempts: 3 } as const

type StreamFile = StoredBlob & { name: string; mediaType: string }

/** No single file of a stream comes near this. */
const largestFile = 2 * 1024 ** 3
const storedAtOnce = 4

/** Makes the renditions, manifests and poster of a video, and shows them all at once when they are whole. */
export function prepareStreamJob(context: Pick<Context, 'database' | 'media' | 'tools' | 'config'>): JobDefinition<Input> {
  const { database, media, tools, config } = context
  return defineJob({
    ...prepareStream,
    async run(run) {
      const video = await database.selectFrom('video').selectAll().where('id', '=', run.input.videoId).executeTakeFirst()
      if (!video) throw new FinalFailure('gone', 'The video is not there any more.')
      if (!tools) throw new FinalFailure('no-ffmpeg', 'This server has no ffmpeg; install it and run this again.')
      const folder = await openAttempt(attemptsFolder(config, prepareStream.kind), run.id, run.attempt)
      try {
        await using source = await media.materialise(video.sourceHash, run.signal)
        const input = { path: source.path, origin: run.input.origin } as const
        run.report(0, 'looking at the file')
        const probe = await probeMedia(tools, input, { signal: run.signal })
        if (probe.kind === 'refused') throw new FinalFailure(probe.refusal.code, probe.refusal.message)
        const { facts } = probe
        const outDir = join(folder, 'stream')
        const ladder = await transcodeLadder({
          tools,
          input,
          facts,
          outDir,
          signal: run.signal,
          onProgress: reporter(run, facts.seconds),
        })
        const poster = facts.video && (await extractPoster(tools, input, facts, { signal: run.signal }))
        if (ladder.video.length > 0) await writeStoryboard(tools, { ...ladder, outDir }, run.signal)
        run.report(0.97, 'storing')
        const files = await storeFiles(media, outDir, run.signal)
        const storedPoster = poster && (await media.keep(poster, largestFile, run.signal))
        return { write: tx => writeStream(tx, video, ladder, files, storedPoster, facts.video) }
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  })
}

async function writeStoryboard(tools: MediaTools, ladder: Parameters<typeof makeStoryboard>[1], signal: AbortSignal) {
  const { sheets, vtt } = await makeStoryboard(tools, ladder, storyboardName, signal)
  for (const [i, sheet] of sheets.entries()) await writeFile(join(ladder.outDir, `${storyboardName}-${i}.jpg`), sheet)
  await writeFile(join(ladder.outDir, `${storyboardName}.vtt`), vtt)
}

const reporter =
  (run: JobRun<Input>, length: number) =>
  ({ seconds, secondsLeft }: RunProgress) =>
    run.report((seconds / length) * 0.95, 'making the renditions', secondsLeft)

type Video = { id: string; ownerId: string; projectId: string | null }
type Tx = Parameters<typeof useBlob>[0]

async function writeStream(
  tx: Tx,
  { id, ownerId, projectId }: Video,
  ladder: Parameters<typeof presentationOf>[0],
  files: StreamFile[],
  poster: StoredBlob | null,
  picture: { width: number; height: number } | null,
): Promise<void> {
  await tx.deleteFrom('videoFile').where('videoId', '=', id).execute()
  await tx
    .insertInto('videoFile')
    .values(files.map(({ name, hash, size }) => ({ videoId: id, name, blobHash: hash, size })))
    .execute()
  for (const file of files) await useBlob(tx, file, file.mediaType, 'video', id)
  if (poster) await useBlob(tx, poster, 'image/jpeg', 'video', id)
  await tx
    .updateTable('video')
    .set({
      presentation: JSON.stringify(presentationOf(ladder)),
      durationMs: Math.round(ladder.seconds * 1000),
      width: picture?.width ?? null,
      height: picture?.height ?? null,
      posterHash: poster?.hash ?? null,
    })
    .where('id', '=', id)
    .execute()
  await publish(tx, [accountTopic(ownerId), videoTopic(id)], changed('video', id, projectId))
}

const types: Record<string, string> = {
  mpd: 'application/dash+xml',
  m3u8: 'application/vnd.apple.mpegurl',
  m4s: 'video/iso.segment',
  mp4: 'video/mp4',
  jpg: 'image/jpeg',
  vtt: 'text/vtt; charset=utf-8',
}

export const streamType = (name: string) => types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'

async function storeFiles(media: Context['media'], folder: string, signal: AbortSignal): Promise<StreamFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const stored: StreamFile[] = []
  for (let from = 0; from < paths.length; from += storedAtOnce)
    stored.push(
      ...(await Promise.all(paths.slice(from, from + storedAtOnce).map(path => storeFile(media, folder, path, signal)))),
    )
  return stored
}

async function storeFile(media: Context['media'], folder: string, path: string, signal: AbortSignal): Promise<StreamFile> {
  const name = relative(folder, path).split(sep).join('/')
  return { name, mediaType: streamType(name), ...(await media.keep(createReadStream(path), largestFile, signal)) }
}
