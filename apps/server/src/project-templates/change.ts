import type { ProjectFile } from '@storycanvas/api'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { withNewIds } from '../archive/new-ids.ts'
import { writeProject } from '../archive/write-project.ts'
import type { Database } from '../platform/database/database.ts'
import { definedOnly } from '../platform/database/patch.ts'
import { trashOwn } from '../platform/database/trash-own.ts'
import type { StoryHooks } from '../story/context.ts'
import { templateDocument } from './read.ts'

type NewTemplate = { name: string; description: string; document: ProjectFile }

/** Returns the id of the template. */
export async function keepTemplate(database: Database, ownerId: string, { document, ...named }: NewTemplate): Promise<string> {
  const id = uuid()
  await database
    .insertInto('projectTemplate')
    .values({ id, ownerId, ...named, document: JSON.stringify(document) })
    .execute()
  return id
}

/** Makes a project of a template. Returns its id. */
export function makeProjectOf(
  { database, boardChanged }: { database: Database } & StoryHooks,
  accountId: string,
  templateId: string,
  name: string,
): Promise<string> {
  return database.transaction().execute(async tx => {
    const { document } = await templateDocument(tx, templateId)
    const file = withNewIds({ ...document, project: { ...document.project, name } })
    const projectId = await writeProject(tx, accountId, file, new Map())
    await boardChanged(tx, projectId)
    await tx.updateTable('projectTemplate').set({ useCount: sql<number>`use_count + 1` }).where('id', '=', templateId).execute()
    return projectId
  })
}

/** Makes a project of a document that names nothing outside itself. Returns its id. */
export function makeProject(
  { database, boardChanged }: { database: Database } & StoryHooks,
  accountId: string,
  file: ProjectFile,
): Promise<string> {
  return database.transaction().execute(async tx => {
    const projectId = await writeProject(tx, accountId, file, new Map())
    await boardChanged(tx, projectId)
    return projectId
  })
}

type Change = { name?: string | undefined; description?: string | undefined }

export async function changeTemplate(database: Database, id: string, change: Change): Promise<void> {
  await database
    .updateTable('projectTemplate')
    .set({ ...definedOnly(change), updatedAt: sql<string>`now()` })
    .where('id', '=', id)
    .execute()
}

export async function deleteTemplate(database: Database, id: string): Promise<void> {
  await database.updateTable('projectTemplate').set({ deletedAt: sql<string>`now()` }).where('id', '=', id).execute()
}

export const trashOwnProjectTemplates = trashOwn('project_template')
