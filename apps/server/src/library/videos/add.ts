import { v7 as uuid } from 'uuid'
import type { Context } from '../../context.ts'
import { accountTopic, changed, publish } from '../../platform/bus/publish.ts'
import type { Tx } from '../../platform/database/database.ts'
import { type StoredBlob, useBlob } from '../../platform/media/media.ts'
import { prepareStream } from '../streams/prepare.ts'

export type NewVideo = {
  ownerId: string
  projectId: string | null
  renderId: string | null
  title: string
  description: string
  visibility: 'public' | 'unlisted' | 'private'
  source: StoredBlob
  mediaType: string
  /** WebVTT shown beside the picture; null where captions are burnt in or there are none. */
  captions: string | null
  /** `own` for what this server rendered itself. */
  origin: 'own' | 'outside'
}

/** Adds a video and the job that makes its stream. Returns its id. */
export async function addVideo(tx: Tx, { jobs }: Pick<Context, 'jobs'>, video: NewVideo): Promise<string> {
  const { ownerId, projectId, renderId, title, description, visibility, source, captions } = video
  const id = uuid()
  await useBlob(tx, source, video.mediaType, 'video', id)
  const known = await tx
    .selectFrom('video')
    .select('id')
    .where('ownerId', '=', ownerId)
    .where('sourceHash', '=', source.hash)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  await tx
    .insertInto('video')
    .values({
      id,
      ownerId,
      projectId,
      renderId,
      title,
      description,
      visibility,
      captions,
      duplicateOf: known?.id ?? null,
      jobId: null,
      sourceHash: source.hash,
      sourceBytes: source.size,
      presentation: null,
    })
    .execute()
  const job = await jobs.enqueue(
    tx,
    prepareStream,
    { videoId: id, origin: video.origin },
    { title: `Prepare “${title}” for streaming`, ownerId, projectId, target: { kind: 'video', id } },
  )
  await tx.updateTable('video').set({ jobId: job.id }).where('id', '=', id).execute()
  await publish(tx, [accountTopic(ownerId)], changed('video', id, projectId))
  return id
}
