import { sql } from 'kysely'
import { accountTopic, changed, publish, videoTopic } from '../../platform/bus/publish.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { definedOnly } from '../../platform/database/patch.ts'
import { notFound } from '../../platform/http/problem.ts'
import { narrowed } from './narrowed.ts'

export type VideoChange = {
  title?: string | undefined
  description?: string | undefined
  tags?: string[] | undefined
  captions?: string | null | undefined
  visibility?: 'public' | 'unlisted' | 'private' | undefined
}

export const updateVideo = (database: Database, id: string, change: VideoChange) =>
  database.transaction().execute(tx => setVideo(tx, id, { ...definedOnly(change), updatedAt: sql<string>`now()` }))

export const deleteVideo = (database: Database, id: string) =>
  database.transaction().execute(tx => setVideo(tx, id, { deletedAt: sql<string>`now()` }))

export const restoreVideo = (database: Database, id: string) =>
  database.transaction().execute(tx => setVideo(tx, id, { deletedAt: null }))

async function setVideo(tx: Tx, id: string, values: object): Promise<void> {
  const row = await tx
    .updateTable('video')
    .set(values)
    .where('id', '=', id)
    .returning(['ownerId', 'projectId'])
    .executeTakeFirst()
  if (!row) throw notFound()
  await narrowed(tx, [id])
  await publish(tx, [accountTopic(row.ownerId), videoTopic(id)], changed('video', id, row.projectId))
}
