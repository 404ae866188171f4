import type { Instruction } from '@storycanvas/api'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { requireUnchangedSince } from '../../activity/changed-since.ts'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import type { Database } from '../../platform/database/database.ts'
import { definedOnly } from '../../platform/database/patch.ts'
import { notFound } from '../../platform/http/problem.ts'
import { changeStory } from '../change-story.ts'
import { positionAfter } from '../order/position.ts'
import { type Deletion, inTrash, notInTrash } from '../trash.ts'

type Fields = { scope: Instruction['scope']; text: string; enabled: boolean }
type Place = { after?: string | null | undefined }

export function createInstruction(database: Database, projectId: string, { after, ...fields }: Fields & Place) {
  return changeStory(database, projectId, async tx => {
    const position = await positionAfter(tx, 'instruction', projectId, after)
    const row = await tx
      .insertInto('instruction')
      .values({ id: uuid(), projectId, position, ...fields })
      .returningAll()
      .executeTakeFirstOrThrow()
    await publish(tx, [projectTopic(projectId)], changed('instruction', row.id, projectId))
    return row
  })
}

type Change = { [K in keyof Fields]?: Fields[K] | undefined } & Place
/** The version that the change was made on. */
type Based = { version?: number | undefined }

export function updateInstruction(
  database: Database,
  projectId: string,
  id: string,
  { after, version, ...fields }: Change & Based,
) {
  return changeStory(database, projectId, async tx => {
    await requireUnchangedSince(tx, { kind: 'instruction', id, version, fields: { ...fields, after } })
    const position = after === undefined ? undefined : await positionAfter(tx, 'instruction', projectId, after)
    const row = await tx
      .updateTable('instruction')
      .set({ ...definedOnly({ ...fields, position }), updatedAt: sql<string>`now()` })
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .returningAll()
      .executeTakeFirstOrThrow(notFound)
    await publish(tx, [projectTopic(projectId)], changed('instruction', id, projectId))
    return row
  })
}

export const deleteInstruction = (database: Database, projectId: string, id: string) =>
  setDeletion(database, projectId, id, inTrash(uuid()))

export const restoreInstruction = (database: Database, projectId: string, id: string) =>
  setDeletion(database, projectId, id, notInTrash)

function setDeletion(database: Database, projectId: string, id: string, deletion: Deletion) {
  return changeStory(database, projectId, async tx => {
    const row = await tx.updateTable('instruction').set(deletion).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
    await publish(tx, [projectTopic(projectId)], changed('instruction', id, projectId))
    return row
  })
}
