import type { StyleTemplate } from '@storycanvas/api'
import { type Selectable, sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Database } from '../platform/database/database.ts'
import { pageOf, readCursor } from '../platform/database/page.ts'
import { definedOnly } from '../platform/database/patch.ts'
import { trashOwn } from '../platform/database/trash-own.ts'
import { invalidField, notFound } from '../platform/http/problem.ts'
import type { TemplateTables } from './tables.ts'

type Row = Selectable<TemplateTables['styleTemplate']>
type Fields = Pick<StyleTemplate, 'name' | 'description' | 'kind' | 'preset' | 'prompt' | 'negativePrompt' | 'parameters'>
type Change = { [K in keyof Fields]?: Fields[K] | undefined }

const reply = ({ ownerId: _owner, deletedAt: _deleted, deletionId: _deletion, ...row }: Row): StyleTemplate => row

export async function createTemplate(database: Database, ownerId: string, fields: Fields): Promise<StyleTemplate> {
  const row = await database
    .insertInto('styleTemplate')
    .values({ id: uuid(), ownerId, ...fields, parameters: JSON.stringify(fields.parameters) })
    .returningAll()
    .executeTakeFirstOrThrow()
  return reply(row)
}

/** The most used first; the cursor keeps the count of the last one. */
export async function listTemplates(database: Database, ownerId: string, limit: number, cursor: string | undefined) {
  const last = readCursor(cursor)
  if (last && !/^\d{1,9}$/.test(last.key)) throw invalidField('cursor', 'is not one that this server gave out')
  let select = database
    .selectFrom('styleTemplate')
    .selectAll()
    .where('ownerId', '=', ownerId)
    .where('deletedAt', 'is', null)
    .orderBy('uses', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (last) select = select.where(sql<boolean>`(uses, id) < (${Number(last.key)}, ${last.id}::uuid)`)
  const page = pageOf(await select.execute(), limit, ({ uses }) => String(uses))
  return { ...page, items: page.items.map(reply) }
}

export async function getTemplate(database: Database, id: string): Promise<StyleTemplate> {
  return reply(await database.selectFrom('styleTemplate').selectAll().where('id', '=', id).executeTakeFirstOrThrow(notFound))
}

export async function changeTemplate(database: Database, id: string, { parameters, ...change }: Change): Promise<StyleTemplate> {
  const fields = { ...definedOnly(change), ...(parameters ? { parameters: JSON.stringify(parameters) } : {}) }
  if (Object.keys(fields).length > 0) await database.updateTable('styleTemplate').set(fields).where('id', '=', id).execute()
  return getTemplate(database, id)
}

export async function deleteTemplate(database: Database, id: string): Promise<void> {
  await database.updateTable('styleTemplate').set({ deletedAt: sql<string>`now()` }).where('id', '=', id).execute()
}

export async function useTemplate(database: Database, id: string): Promise<StyleTemplate> {
  const row = await database
    .updateTable('styleTemplate')
    .set({ uses: sql<number>`uses + 1`, lastUsedAt: sql<string>`now()` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow(notFound)
  return reply(row)
}

export const trashOwnTemplates = trashOwn('style_template')
