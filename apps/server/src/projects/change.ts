import type { Project, ProjectTemplate, AspectRatio } from '@storycanvas/api'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { accountTopic, changed, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Database, Tx } from '../platform/database/database.ts'
import { definedOnly } from '../platform/database/patch.ts'
import { invalidField } from '../platform/http/problem.ts'
import { templateDefaults } from './frame-size.ts'
import { type ProjectRow, readProject } from './read.ts'

type Rate = Project['rate']

export type NewProject = {
  name: string
  description: string
  template: ProjectTemplate
  aspectRatio?: AspectRatio | undefined
  rate?: Rate | undefined
  dropFrame: boolean
  style: string
}

export async function createProject(tx: Tx, accountId: string, wanted: NewProject): Promise<ProjectRow> {
  const defaults = templateDefaults[wanted.template]
  const rate = wanted.rate ?? defaults.rate
  checkDropFrame(rate, wanted.dropFrame)
  const row = await tx
    .insertInto('project')
    .values({
      id: uuid(),
      name: wanted.name,
      description: wanted.description,
      template: wanted.template,
      aspectRatio: wanted.aspectRatio ?? defaults.aspectRatio,
      rateNum: rate.num,
      rateDen: rate.den,
      dropFrame: wanted.dropFrame,
      style: wanted.style,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx.insertInto('projectMember').values({ projectId: row.id, accountId, role: 'owner' }).execute()
  await publish(tx, [accountTopic(accountId)], changed('project', row.id, row.id))
  return row
}

export type ProjectChange = {
  name?: string | undefined
  description?: string | undefined
  aspectRatio?: AspectRatio | undefined
  rate?: Rate | undefined
  dropFrame?: boolean | undefined
  style?: string | undefined
  status?: 'active' | 'archived' | undefined
  cutFollowsBoard?: boolean | undefined
}

export function updateProject(
  database: Database,
  id: string,
  change: ProjectChange,
  afterwards: (tx: Tx, before: ProjectRow) => Promise<void>,
): Promise<ProjectRow> {
  return database.transaction().execute(async tx => {
    const before = await readProject(tx, id)
    const { rate, ...rest } = change
    checkDropFrame(rate ?? { num: before.rateNum, den: before.rateDen }, change.dropFrame ?? before.dropFrame)
    const row = await tx
      .updateTable('project')
      .set({ ...definedOnly(rest), ...(rate ? { rateNum: rate.num, rateDen: rate.den } : {}), updatedAt: sql<string>`now()` })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await afterwards(tx, before)
    await publish(tx, [projectTopic(id)], changed('project', id, id))
    return row
  })
}

export async function deleteProject(database: Database, id: string): Promise<void> {
  await setDeleted(database, id, sql<string>`now()`)
}

export async function restoreProject(database: Database, id: string): Promise<ProjectRow> {
  return setDeleted(database, id, null)
}

function setDeleted(database: Database, id: string, deletedAt: ReturnType<typeof sql<string>> | null): Promise<ProjectRow> {
  return database.transaction().execute(async tx => {
    const row = await tx.updateTable('project').set({ deletedAt }).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
    const members = await tx.selectFrom('projectMember').select('accountId').where('projectId', '=', id).execute()
    await publish(
      tx,
      members.map(({ accountId }) => accountTopic(accountId)),
      changed('project', id, id),
    )
    return row
  })
}

/** Puts the projects that an account owns into the trash, once nobody else works there. */
export async function trashOwnProjects(tx: Tx, accountId: string): Promise<void> {
  await sql`update project set deleted_at = now() where deleted_at is null
    and id in (select project_id from project_member where account_id = ${accountId} and role = 'owner')`.execute(tx)
}

/** Marks a project as worked on, for lists that show the newest first. */
export async function touchProject(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('project').set({ updatedAt: sql<string>`now()` }).where('id', '=', id).execute()
}

export function checkDropFrame({ num, den }: Rate, dropFrame: boolean) {
  if (dropFrame && !(den === 1001 && (num === 30_000 || num === 60_000)))
    throw invalidField('dropFrame', 'is a way of counting at 29.97 and 59.94 frames per second only')
}

/** From the first edit of the timeline on, the cut is the editor's: the board does not lay it anew any more. */
export async function stopFollowingBoard(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('project').set({ cutFollowsBoard: false }).where('id', '=', id).execute()
}
