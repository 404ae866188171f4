import type { Take } from '@storycanvas/api'
import type { Context } from '../context.ts'
import { type Micros, priceOf } from '../budgets/prices.ts'
import { currentInputsOf } from '../story/pictures/current-inputs.ts'
import { chosenTakes } from './read.ts'

type Stale = { panelId: string; take: Take; preset: string; costMicros: Micros }

/** Chosen takes of live panels whose inputs have changed since, in story order, with the price of making each again. */
export async function staleTakes(
  { database, grants }: Pick<Context, 'database' | 'grants'>,
  projectId: string,
): Promise<{ items: Stale[]; costMicros: Micros }> {
  const panels = await database
    .selectFrom('panel as p')
    .innerJoin('scene as s', 's.id', 'p.sceneId')
    .innerJoin('chapter as c', 'c.id', 's.chapterId')
    .innerJoin('take as t', 't.id', 'p.chosenTakeId')
    .leftJoin('generation as g', 'g.id', 't.generationId')
    .select(['p.id', 't.id as takeId', 'g.preset'])
    .where('p.projectId', '=', projectId)
    .where('p.deletedAt', 'is', null)
    .where('t.deletedAt', 'is', null)
    .orderBy('c.position')
    .orderBy('s.position')
    .orderBy('p.position')
    .execute()
  const current = await currentInputsOf(
    database,
    projectId,
    panels.map(({ id }) => id),
  )
  const takes = await chosenTakes(
    database,
    grants,
    panels.map(({ takeId }) => takeId),
    current,
  )
  const items = panels.flatMap(({ id, takeId, preset }): Stale[] => {
    const take = takes.get(takeId)
    const name = preset ?? 'builtin-storyboard'
    return take?.stale ? [{ panelId: id, take, preset: name, costMicros: priceOf(name) }] : []
  })
  return { items, costMicros: items.reduce((sum, { costMicros }) => sum + costMicros, 0) }
}
