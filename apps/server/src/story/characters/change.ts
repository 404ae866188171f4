import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { requireUnchangedSince } from '../../activity/changed-since.ts'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import type { Database } from '../../platform/database/database.ts'
import { definedOnly } from '../../platform/database/patch.ts'
import { notFound } from '../../platform/http/problem.ts'
import { characterColours } from '../../writing/builtin/scenes/colours.ts'
import { changeStory } from '../change-story.ts'
import { type Deletion, inTrash, notInTrash } from '../trash.ts'
import { allOf, type CharacterRow } from '../cast/pages.ts'
import { requireReferences } from '../cast/references.ts'
import { readCharacter } from './read.ts'

type Fields = {
  name: string
  description: string
  look: string
  negativePrompt: string
  voice: string
  referenceIds: string[]
  lora: string
  loraWeight: number
}
type NewCharacter = Fields & { projectId: string; colour?: string | undefined }

/** Adds a character; without a colour it gets one that nobody in the cast of its size should have. */
export function createCharacter(
  database: Database,
  accountId: string,
  projectId: string,
  { colour, ...fields }: NewCharacter,
): Promise<CharacterRow> {
  return changeStory(database, projectId, async tx => {
    await requireReferences(tx, accountId, fields.referenceIds)
    const names = (await allOf(tx, 'character', projectId)).map(({ name }) => name)
    const own = colour ?? characterColours([...names, fields.name]).get(fields.name) ?? '#808080'
    const row = await tx
      .insertInto('character')
      .values({ ...fields, id: uuid(), projectId, colour: own })
      .returningAll()
      .executeTakeFirstOrThrow()
    await publish(tx, [projectTopic(projectId)], changed('character', row.id, projectId))
    return row
  })
}

type Change = { [K in keyof Fields]?: Fields[K] | undefined } & { colour?: string | undefined }
/** The version that the change was made on. */
type Based = { version?: number | undefined }

export function updateCharacter(
  database: Database,
  accountId: string,
  projectId: string,
  id: string,
  { version, ...change }: Change & Based,
): Promise<CharacterRow> {
  return changeStory(database, projectId, async tx => {
    await requireUnchangedSince(tx, { kind: 'character', id, version, fields: change })
    await requireReferences(tx, accountId, change.referenceIds, (await readCharacter(tx, id)).referenceIds)
    const row = await tx
      .updateTable('character')
      .set({ ...definedOnly(change), updatedAt: sql<string>`now()` })
      .where('id', '=', id)
      .where('deletedAt', 'is', null)
      .returningAll()
      .executeTakeFirstOrThrow(notFound)
    await publish(tx, [projectTopic(projectId)], changed('character', id, projectId))
    return row
  })
}

/** Scenes and panels keep the id of a deleted character, so that a restore brings it back into the picture. */
export const deleteCharacter = (database: Database, projectId: string, id: string) =>
  setDeletion(database, projectId, id, inTrash(uuid()))

export const restoreCharacter = (database: Database, projectId: string, id: string) =>
  setDeletion(database, projectId, id, notInTrash)

function setDeletion(database: Database, projectId: string, id: string, deletion: Deletion): Promise<CharacterRow> {
  return changeStory(database, projectId, async tx => {
    const row = await tx.updateTable('character').set(deletion).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
    await publish(tx, [projectTopic(projectId)], changed('character', id, projectId))
    return row
  })
}
