import type { Setting } from '@storycanvas/api'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { requireUnchangedSince } from '../../activity/changed-since.ts'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import type { Database } from '../../platform/database/database.ts'
import { definedOnly } from '../../platform/database/patch.ts'
import { notFound } from '../../platform/http/problem.ts'
import { changeStory } from '../change-story.ts'
import { type Deletion, inTrash, notInTrash } from '../trash.ts'
import type { LocationRow } from '../cast/pages.ts'
import { requireReferences } from '../cast/references.ts'

type Fields = {
  name: string
  description: string
  look: string
  negativePrompt: string
  setting: Setting
  referenceIds: string[]
  lora: string
  loraWeight: number
}

export function createLocation(
  database: Database,
  accountId: string,
  projectId: string,
  fields: Fields & { projectId: string },
): Promise<LocationRow> {
  return changeStory(database, projectId, async tx => {
    await requireReferences(tx, accountId, fields.referenceIds)
    const row = await tx
      .insertInto('location')
      .values({ ...fields, id: uuid(), projectId })
      .returningAll()
      .executeTakeFirstOrThrow()
    await publish(tx, [projectTopic(projectId)], changed('location', row.id, projectId))
    return row
  })
}

type Change = { [K in keyof Fields]?: Fields[K] | undefined }
/** The version that the change was made on. */
type Based = { version?: number | undefined }

export function updateLocation(
  database: Database,
  accountId: string,
  projectId: string,
  id: string,
  { version, ...change }: Change & Based,
): Promise<LocationRow> {
  return changeStory(database, projectId, async tx => {
    await requireUnchangedSince(tx, { kind: 'location', id, version, fields: change })
    const kept = await tx.selectFrom('location').select('referenceIds').where('id', '=', id).executeTakeFirstOrThrow(notFound)
    await requireReferences(tx, accountId, change.referenceIds, kept.referenceIds)
    const row = await tx
      .updateTable('location')
      .set({ ...definedOnly(change), updatedAt: sql<string>`now()` })
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .returningAll()
      .executeTakeFirstOrThrow(notFound)
    await publish(tx, [projectTopic(projectId)], changed('location', id, projectId))
    return row
  })
}

/** Scenes keep the id of a deleted location, so that a restore takes them back there. */
export const deleteLocation = (database: Database, projectId: string, id: string) =>
  setDeletion(database, projectId, id, inTrash(uuid()))

export const restoreLocation = (database: Database, projectId: string, id: string) =>
  setDeletion(database, projectId, id, notInTrash)

function setDeletion(database: Database, projectId: string, id: string, deletion: Deletion): Promise<LocationRow> {
  return changeStory(database, projectId, async tx => {
    const row = await tx.updateTable('location').set(deletion).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
    await publish(tx, [projectTopic(projectId)], changed('location', id, projectId))
    return row
  })
}
