import { sql } from 'kysely'
import type { Tx } from '../../platform/database/database.ts'
import { invalidField } from '../../platform/http/problem.ts'

type Wish = { projectId: string; sceneId?: string | undefined; panelIds?: string[] | undefined; onlyMissing: boolean }

/** The live panels of a project that a batch is to draw, in story order. Refuses ids of other projects. */
export async function panelsToDraw(tx: Tx, { projectId, sceneId, panelIds, onlyMissing }: Wish): Promise<string[]> {
  let select = tx
    .selectFrom('panel as p')
    .innerJoin('scene as s', 's.id', 'p.sceneId')
    .innerJoin('chapter as c', 'c.id', 's.chapterId')
    .select('p.id')
    .where('p.projectId', '=', projectId)
    .where('p.deletedAt', 'is', null)
    .orderBy('c.position')
    .orderBy('s.position')
    .orderBy('p.position')
  if (sceneId) select = select.where('p.sceneId', '=', sceneId)
  if (panelIds) select = select.where(sql<boolean>`p.id = any(${panelIds}::uuid[])`)
  const found = (await select.select('p.chosenTakeId').execute()).map(({ id, chosenTakeId }) => ({
    id,
    isDrawn: chosenTakeId !== null,
  }))
  if (panelIds && found.length < new Set(panelIds).size)
    throw invalidField('panelIds', 'names a panel that is not in this project')
  return found.filter(({ isDrawn }) => !(onlyMissing && isDrawn)).map(({ id }) => id)
}
