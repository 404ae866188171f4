import type { MediaFacts } from '@storycanvas/media'
import { v7 as uuid } from 'uuid'
import type { Context } from '../../context.ts'
import { accountTopic, changed, publish } from '../../platform/bus/publish.ts'
import type { Tx } from '../../platform/database/database.ts'
import { type StoredBlob, useBlob } from '../../platform/media/media.ts'
import { firstPlay } from '../streams/first-play.ts'
import { prepareStream } from '../streams/prepare.ts'
import { shareStream } from '../streams/share.ts'

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
  /** What the file was found to be, where somebody has looked. */
  facts: MediaFacts | null
  /** `own` for what this server rendered itself. */
  origin: 'own' | 'outside'
}

/** Adds a video and the jobs that make its streams, unless equal bytes have one. Returns its id. */
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
      ...(video.facts ? { facts: JSON.stringify(video.facts) } : {}),
    })
    .execute()
  if (!(await shareStream(tx, id, source.hash))) {
    const about = { ownerId, projectId, target: { kind: 'video', id } }
    const input = { videoId: id, origin: video.origin }
    const first = await jobs.enqueue(tx, firstPlay, input, { ...about, title: `Make “${title}” playable` })
    const ladder = await jobs.enqueue(tx, prepareStream, input, { ...about, title: `Prepare “${title}” for streaming` })
    await tx.updateTable('video').set({ jobId: ladder.id, firstPlayJobId: first.id }).where('id', '=', id).execute()
  }
  await publish(tx, [accountTopic(ownerId)], changed('video', id, projectId))
  return id
}
