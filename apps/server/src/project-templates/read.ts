import type { ProjectFile, SavedTemplate } from '@storycanvas/api'
import { sql } from 'kysely'
import { containing } from '../platform/database/containing.ts'
import type { Reader } from '../platform/database/database.ts'
import { pageOf, readCursor } from '../platform/database/page.ts'
import { notFound } from '../platform/http/problem.ts'

type Project = ProjectFile['project']

/** Templates without their documents, which may be large; only what a list shows is read of them. */
const shown = (database: Reader) =>
  database
    .selectFrom('projectTemplate')
    .select(['id', 'name', 'description', 'useCount', 'createdAt', 'updatedAt', 'deletedAt'])
    .select([
      sql<Project['aspectRatio']>`document->'project'->>'aspectRatio'`.as('aspectRatio'),
      sql<Project['rate']>`document->'project'->'rate'`.as('rate'),
      sql<SavedTemplate['counts']>`json_build_object(
        'instructions', jsonb_array_length(document->'instructions'), 'characters', jsonb_array_length(document->'characters'),
        'locations', jsonb_array_length(document->'locations'), 'chapters', jsonb_array_length(document->'chapters'),
        'scenes', jsonb_array_length(document->'scenes'), 'panels', jsonb_array_length(document->'panels'))`.as('counts'),
    ])

export const getProjectTemplate = (database: Reader, id: string): Promise<SavedTemplate> =>
  shown(database).where('id', '=', id).executeTakeFirstOrThrow(notFound)

type Query = { limit: number; cursor?: string | undefined; search?: string | undefined }

export async function listProjectTemplates(database: Reader, ownerId: string, { limit, cursor, search }: Query) {
  const last = readCursor(cursor)
  let select = shown(database)
    .where('ownerId', '=', ownerId)
    .where('deletedAt', 'is', null)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (search) select = select.where('name', 'ilike', containing(search))
  if (last) select = select.where('id', '<', last.id)
  return pageOf(await select.execute(), limit, ({ id }) => id)
}

export async function templateDocument(database: Reader, id: string): Promise<{ name: string; document: ProjectFile }> {
  return database
    .selectFrom('projectTemplate')
    .select(['name', 'document'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow(notFound)
}
