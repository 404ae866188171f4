import type { Database, Tx } from '../platform/database/database.ts'
import { notFound } from '../platform/http/problem.ts'
import { touchProject } from '../projects/change.ts'

/**
 * One change of a story, in one transaction. Marking the project as worked on locks its row first, so changes of the same
 * story happen one after the other: no two things get the same place, and locks are always taken in the same order.
 */
export function changeStory<T>(database: Database, projectId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction().execute(async tx => {
    await touchProject(tx, projectId)
    return work(tx)
  })
}

/** The project of the object that the route names. */
export function projectOf({ project }: { project: { id: string } | null }): string {
  if (!project) throw notFound()
  return project.id
}
