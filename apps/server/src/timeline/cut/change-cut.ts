import type { Rate } from '@storycanvas/timeline'
import { sql } from 'kysely'
import { changed, projectTopic, publish } from '../../platform/bus/publish.ts'
import type { Database, Tx } from '../../platform/database/database.ts'
import { stopFollowingBoard, touchProject } from '../../projects/change.ts'
import { readProject } from '../../projects/read.ts'

export type CutSettings = { rate: Rate; dropFrame: boolean; followsBoard: boolean; revision: number }

/**
 * One change of a project's cut, in one transaction. Marking the project as worked on locks its row first, as every change
 * of its story does: clips of one project are never changed by two at once, and nobody waits in a circle.
 */
export function changeCut<T>(
  database: Database,
  projectId: string,
  work: (tx: Tx, settings: CutSettings) => Promise<T>,
): Promise<T> {
  return database.transaction().execute(async tx => work(tx, await lockCut(tx, projectId)))
}

export async function lockCut(tx: Tx, projectId: string): Promise<CutSettings> {
  await touchProject(tx, projectId)
  const { rateNum, rateDen, dropFrame, cutFollowsBoard, cutRevision } = await readProject(tx, projectId)
  return { rate: { num: rateNum, den: rateDen }, dropFrame, followsBoard: cutFollowsBoard, revision: cutRevision }
}

export async function takeOverCut(tx: Tx, projectId: string, { followsBoard }: CutSettings): Promise<void> {
  if (followsBoard) await stopFollowingBoard(tx, projectId)
}

/** Counts a change of the cut and tells everybody of it, once for everything that changed together. Returns the new revision. */
export async function cutChanged(tx: Tx, projectId: string): Promise<number> {
  const { cutRevision } = await tx
    .updateTable('project')
    .set({ cutRevision: sql<number>`cut_revision + 1` })
    .where('id', '=', projectId)
    .returning('cutRevision')
    .executeTakeFirstOrThrow()
  await publish(tx, [projectTopic(projectId)], changed('cut', projectId, projectId))
  return cutRevision
}
