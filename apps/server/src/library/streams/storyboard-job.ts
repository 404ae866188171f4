import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { initialisationName, makeStoryboard, segmentName, type VideoRendition } from '@storycanvas/media'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { accountTopic, changed, publish, videoTopic } from '../../platform/bus/publish.ts'
import { defineJob, FinalFailure, type JobDefinition } from '../../platform/jobs/define.ts'
import { useBlob } from '../../platform/media/media.ts'
import { attemptsFolder, openAttempt } from '../../platform/media/work-folder.ts'
import type { Presentation } from '../videos/presentation.ts'
import { storyboardName } from './address.ts'
import { storeFiles } from './store-files.ts'

const Input = z.object({ videoId: z.uuid(), rendition: z.custom<VideoRendition>() })
type Input = z.output<typeof Input>

export const storyboard = { kind: 'make-storyboard', input: Input, weight: 'light', maxAttempts: 3 } as const

/** Makes the small pictures that show over the seek bar, from the smallest quality of a finished ladder. */
export function storyboardJob(context: Pick<Context, 'database' | 'media' | 'tools' | 'config'>): JobDefinition<Input> {
  const { database, media, tools, config } = context
  return defineJob({
    ...storyboard,
    async run(run) {
      const { videoId, rendition } = run.input
      if (!tools) throw new FinalFailure('no-ffmpeg', 'This server has no ffmpeg; install it and run this again.')
      const folder = await openAttempt(attemptsFolder(config, storyboard.kind), run.id, run.attempt)
      try {
        const outDir = join(folder, 'stream')
        const names = [initialisationName, ...rendition.segments.map((_, at) => segmentName(at + 1))]
        for (const name of names) await fetchFile(`${rendition.directory}/${name}`, outDir)
        const { sheets, vtt } = await makeStoryboard(tools, { outDir, video: [rendition] }, storyboardName, run.signal)
        const made = join(folder, 'made')
        await mkdir(made)
        for (const [at, sheet] of sheets.entries()) await writeFile(join(made, `${storyboardName}-${at}.jpg`), sheet)
        await writeFile(join(made, `${storyboardName}.vtt`), vtt)
        const files = await storeFiles(media, made, run.signal)
        return {
          async write(tx) {
            const video = await tx.selectFrom('video').selectAll().where('id', '=', videoId).forUpdate().executeTakeFirst()
            if (!video) return
            await tx.deleteFrom('videoFile').where('videoId', '=', videoId).where('name', 'like', `${storyboardName}%`).execute()
            const rows = files.map(({ name, hash, size }) => ({ videoId, name, blobHash: hash, size }))
            await tx.insertInto('videoFile').values(rows).execute()
            for (const file of files) await useBlob(tx, file, file.mediaType, 'video', videoId)
            const presentation = { ...(video.presentation as Presentation), hasStoryboard: true }
            await tx
              .updateTable('video')
              .set({ presentation: JSON.stringify(presentation) })
              .where('id', '=', videoId)
              .execute()
            await publish(tx, [accountTopic(video.ownerId), videoTopic(videoId)], changed('video', videoId, video.projectId))
          },
        }
      } finally {
        await rm(folder, { recursive: true, force: true })
      }

      async function fetchFile(name: string, outDir: string) {
        const row = await database
          .selectFrom('videoFile')
          .select('blobHash')
          .where('videoId', '=', videoId)
          .where('name', '=', name)
          .executeTakeFirst()
        if (!row) throw new FinalFailure('gone', 'The stream that the pictures come from has been replaced.')
        const path = join(outDir, name)
        await mkdir(dirname(path), { recursive: true })
        await writeFile(path, await media.read(row.blobHash))
      }
    },
  })
}
