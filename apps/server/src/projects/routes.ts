import type { contract } from '@storycanvas/api'
import type { Context } from '../context.ts'
import type { Tx } from '../platform/database/database.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { notFound } from '../platform/http/problem.ts'
import { createProject, deleteProject, restoreProject, updateProject } from './change.ts'
import { purgeProject } from './purge.ts'
import { type FiguresOf, getProject, listProjects, type ProjectRow, projectReply } from './read.ts'

type Operations =
  | 'createProject'
  | 'listProjects'
  | 'getProject'
  | 'updateProject'
  | 'deleteProject'
  | 'restoreProject'
  | 'purgeProject'

type Neighbours = {
  figuresOf: FiguresOf
  /** What else has to follow when a project's frame rate or way of cutting changes. */
  settingsChanged: (tx: Tx, before: ProjectRow) => Promise<void>
}

export function projectRoutes(
  { database }: Pick<Context, 'database'>,
  { figuresOf, settingsChanged }: Neighbours,
): Handlers<Pick<typeof contract, Operations>> {
  return {
    createProject: ({ actor, body }) =>
      database.transaction().execute(async tx => projectReply(await createProject(tx, actor.id, body), 'owner')),
    listProjects: ({ actor, query }) => listProjects(database, figuresOf, actor.id, query),
    getProject: ({ project }) => {
      const { id, role } = present(project)
      return getProject(database, figuresOf, id, role)
    },
    updateProject: async ({ project, body }) => {
      const { id, role } = present(project)
      await updateProject(database, id, body, settingsChanged)
      return getProject(database, figuresOf, id, role)
    },
    deleteProject: ({ params }) => deleteProject(database, params.id),
    restoreProject: async ({ project }) => {
      const { id, role } = present(project)
      await restoreProject(database, id)
      return getProject(database, figuresOf, id, role)
    },
    purgeProject: ({ params }) => purgeProject(database, params.id),
  }
}

/** The door lets nobody in who has no role in the project. */
function present<T>(project: T | null): T {
  if (!project) throw notFound()
  return project
}
