import type { Project, ProjectRole } from '@storycanvas/api'
import { type Selectable, sql } from 'kysely'
import { containing } from '../platform/database/containing.ts'
import { pageOf, readCursor } from '../platform/database/page.ts'
import type { Database, Reader } from '../platform/database/database.ts'
import { notFound } from '../platform/http/problem.ts'
import { frameSizes } from './frame-size.ts'
import type { ProjectTables } from './tables.ts'

export type ProjectRow = Selectable<ProjectTables['project']>

/** Figures and picture that other rooms keep about a project. */
export type ProjectFigures = { panelCount: number; drawnPanelCount: number; coverUrl: string | null }

/** Asked once for a whole list, so that no page of projects costs a query each. */
export type FiguresOf = (projectIds: string[]) => Promise<ReadonlyMap<string, ProjectFigures>>

const none: ProjectFigures = { panelCount: 0, drawnPanelCount: 0, coverUrl: null }

export function projectReply(row: ProjectRow, role: ProjectRole, figures: ProjectFigures = none): Project {
  const { rateNum, rateDen, deletionId: _, cutRevision: __, ...rest } = row
  return { ...rest, ...frameSizes[row.aspectRatio], rate: { num: rateNum, den: rateDen }, ...figures, role }
}

export async function getProject(database: Reader, figuresOf: FiguresOf, id: string, role: ProjectRole): Promise<Project> {
  const row = await readProject(database, id)
  return projectReply(row, role, (await figuresOf([id])).get(id))
}

/** The row of a project, deleted or not; the door has checked that the caller may see it. */
export async function readProject(database: Reader, id: string): Promise<ProjectRow> {
  const row = await database.selectFrom('project').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** Cursors carry milliseconds, so the order must not look closer than that. */
const changedAt = sql<string>`date_trunc('milliseconds', p.updated_at)`

type Query = {
  limit: number
  cursor?: string | undefined
  search?: string | undefined
  status?: 'active' | 'archived' | undefined
  deleted: boolean
}

/** Projects an account is a member of, newest change first. */
export async function listProjects(database: Database, figuresOf: FiguresOf, accountId: string, query: Query) {
  const cursor = readCursor(query.cursor)
  let select = database
    .selectFrom('projectMember as m')
    .innerJoin('project as p', 'p.id', 'm.projectId')
    .selectAll('p')
    .select('m.role')
    .where('m.accountId', '=', accountId)
    .where('p.deletedAt', query.deleted ? 'is not' : 'is', null)
    .orderBy(changedAt, 'desc')
    .orderBy('p.id', 'desc')
    .limit(query.limit + 1)
  if (query.status) select = select.where('p.status', '=', query.status)
  if (query.search) select = select.where('p.name', 'ilike', containing(query.search))
  if (cursor) select = select.where(sql<boolean>`(${changedAt}, p.id) < (${cursor.key}::timestamptz, ${cursor.id}::uuid)`)
  const page = pageOf(await select.execute(), query.limit, row => row.updatedAt)
  const figures = await figuresOf(page.items.map(({ id }) => id))
  return { ...page, items: page.items.map(({ role, ...row }) => projectReply(row, role, figures.get(row.id))) }
}
