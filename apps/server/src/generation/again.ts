import type { Context } from '../context.ts'
import { changed, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Tx } from '../platform/database/database.ts'
import { notFound, RequestError } from '../platform/http/problem.ts'
import { targetOf } from '../takes/target.ts'
import { requestTakes } from './request.ts'

type Asker = { accountId: string; projectId: string; fresh: boolean }

/**
 * Asks for exactly what gave a take: the same model, seed and inputs as they were then, not as they are today.
 * Returns the id of the generation.
 */
export async function askAgain(tx: Tx, parts: Pick<Context, 'jobs' | 'config'>, asker: Asker, takeId: string): Promise<string> {
  const row = await tx
    .selectFrom('take as t')
    .leftJoin('generation as g', 'g.id', 't.generationId')
    .select([
      't.panelId',
      't.characterId',
      't.locationId',
      't.parentId',
      'g.kind',
      'g.preset',
      'g.provider',
      'g.seed',
      'g.inputs',
      'g.inputsHash',
      'g.parameters',
    ])
    .where('t.id', '=', takeId)
    .executeTakeFirstOrThrow(notFound)
  const target = targetOf(row)
  const { parentId, kind, preset, provider, seed, inputs, inputsHash, parameters } = row
  if (!target || !kind || !preset || !provider || seed === null || !inputsHash || !parameters)
    throw new RequestError('not-possible-now', 'This take was not generated here, so nobody knows how to make it again.')
  const same = { target, kind, preset, provider, seed, inputs, inputsHash, parameters, parentTakeId: parentId }
  const [id] = await requestTakes(tx, parts, { ...asker, batchId: null }, [{ ...same, title: 'Make a take again' }])
  if (!id) throw notFound()
  await publish(tx, [projectTopic(asker.projectId)], changed(target.kind, target.id, asker.projectId))
  return id
}
