import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { initialisationName, type Ladder, manifestFiles, type Rendition, segmentName } from '@storycanvas/media'
import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import { accountTopic, changed, publish, videoTopic } from '../../platform/bus/publish.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { presentationOf } from '../videos/presentation.ts'
import { largestFile, type StreamFile } from './store-files.ts'
import { streamType } from './types.ts'

/** Names of the quick stream's files begin with this, so that the ladder's never take their place while somebody watches. */
export const quickFolder = 'quick'
const uses = 'video-quick'
const storedAtOnce = 8

type Video = { id: string; ownerId: string; projectId: string | null; width: number; height: number; seconds: number }

/**
 * A stream to watch until the ladder is made. Its segments are stored as they come. Where `planned` tells what a started
 * rendition will be, it is shown as soon as each has a segment: the manifests then promise the whole film, and whoever asks for
 * a segment too early waits for it.
 */
export function quickStream(
  { database, media }: Pick<Context, 'database' | 'media'>,
  video: Video,
  outDir: string,
  planned: (<R extends Rendition>(started: R) => R) | null,
) {
  const latest = new Map<string, Rendition>()
  let storing: Promise<unknown>[] = []
  const unrecorded: StreamFile[] = []
  let isShown = false

  const keep = async (names: readonly string[]) => {
    const files = await Promise.all(
      names.map(async name => ({
        name: `${quickFolder}/${name}`,
        mediaType: streamType(name),
        ...(await media.keep(createReadStream(join(outDir, name)), largestFile)),
      })),
    )
    // Where nobody can ask for them before all are there, they are recorded together.
    if (planned) await database.transaction().execute(tx => record(tx, video.id, files))
    else unrecorded.push(...files)
  }
  const show = async (renditions: readonly Rendition[], growing: boolean) => {
    const files = await Promise.all(
      manifestFiles(renditions).map(async ({ name, text }) => ({
        name: `${quickFolder}/${name}`,
        mediaType: streamType(name),
        ...(await media.keep(Buffer.from(text), largestFile)),
      })),
    )
    const { id, ownerId, projectId, width, height, seconds } = video
    const pictures = renditions.filter(one => one.kind === 'video')
    const quick = { ...presentationOf({ video: pictures, audio: [], seconds, bytes: 0, sound: null }), growing }
    await database.transaction().execute(async tx => {
      await record(tx, id, [...unrecorded, ...files])
      await tx
        .updateTable('video')
        .set({ quick: JSON.stringify({ ...quick, hasStoryboard: false }), width, height, durationMs: Math.round(seconds * 1000) })
        .where('id', '=', id)
        .execute()
      await publish(tx, [accountTopic(ownerId), videoTopic(id)], changed('video', id, projectId))
    })
  }

  return {
    async onSegment(rendition: Rendition): Promise<void> {
      const { directory, segments } = rendition
      latest.set(directory, rendition)
      const names = [...(segments.length === 1 ? [initialisationName] : []), segmentName(segments.length)]
      const kept = keep(names.map(name => `${directory}/${name}`))
      kept.catch(() => undefined)
      storing.push(kept)
      if (storing.length >= storedAtOnce) {
        await Promise.all(storing)
        storing = []
      }
    },
    /** True once it can be watched. Called now and then, with the number of renditions that there will be. */
    async showEarly(count: number): Promise<void> {
      if (!planned || isShown || latest.size < count) return
      isShown = true
      await Promise.all(storing)
      await show(
        [...latest.values()].map(one => planned(one)),
        true,
      )
    },
    async finish({ video: pictures, audio }: Ladder): Promise<void> {
      await Promise.all(storing)
      await show([...pictures, ...audio], false)
    },
  }
}

async function record(tx: Tx, videoId: string, files: readonly StreamFile[]): Promise<void> {
  for (let from = 0; from < files.length; from += rowsAtOnce) {
    const some = files.slice(from, from + rowsAtOnce)
    await tx
      .insertInto('videoFile')
      .values(some.map(({ name, hash, size }) => ({ videoId, name, blobHash: hash, size })))
      .onConflict(conflict =>
        conflict.columns(['videoId', 'name']).doUpdateSet({ blobHash: sql`excluded.blob_hash`, size: sql`excluded.size` }),
      )
      .execute()
    await tx
      .insertInto('blobUse')
      .values(some.map(({ hash, size, mediaType }) => ({ hash, size, mediaType, kind: uses, ownerId: videoId })))
      .onConflict(conflict => conflict.doNothing())
      .execute()
  }
}

/** PostgreSQL takes 65,535 parameters a statement. */
const rowsAtOnce = 2000

/** Takes a quick stream away: before it is made anew, and when nobody can be watching it any more. */
export async function forgetQuick(tx: Tx, videoId: string): Promise<void> {
  await tx.updateTable('video').set({ quick: null }).where('id', '=', videoId).execute()
  await tx.deleteFrom('videoFile').where('videoId', '=', videoId).where('name', 'like', `${quickFolder}/%`).execute()
  await tx.deleteFrom('blobUse').where('kind', '=', uses).where('ownerId', '=', videoId).execute()
}

/** Quick streams are kept for a day beside the ladder that replaced them: pages that began with one play it to its end. */
export async function forgetOldQuicks(database: Database): Promise<void> {
  const old = await database
    .selectFrom('video')
    .select('id')
    .where('quick', 'is not', null)
    .where('presentation', 'is not', null)
    .where('preparedAt', '<', sql<string>`now() - interval '1 day'`)
    .limit(1000)
    .execute()
  for (const { id } of old) await database.transaction().execute(tx => forgetQuick(tx, id))
}
