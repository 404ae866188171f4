import type { Take, TakeDetail } from '@storycanvas/api'
import type { Reader } from '../platform/database/database.ts'
import { storedIn } from '../generation/guides/stored.ts'
import { notFound } from '../platform/http/problem.ts'
import { modelInputs, pictureInputs } from '../story/pictures/current-inputs.ts'
import { type Difference, differencesBetween } from './compare.ts'
import { targetOf } from './target.ts'

/** A take with everything that went in and how it came about. */
export async function takeDetail(database: Reader, take: Take): Promise<TakeDetail> {
  const { inputs, inputsHash, provenance, preset, kind, asked } = await database
    .selectFrom('take as t')
    .leftJoin('generation as g', 'g.id', 't.generationId')
    .select(['t.inputs', 't.inputsHash', 't.provenance', 'g.preset', 'g.kind', 'g.parameters as asked'])
    .where('t.id', '=', take.id)
    .executeTakeFirstOrThrow(notFound)
  const { workflow = null, prompt = null, negativePrompt = null, server = null } = provenance
  const { references = [], parameters: set = {}, startedAt = null, finishedAt = null, costMicros = null } = provenance
  const files = storedIn(asked ?? {})
  const parameters = Object.fromEntries(Object.entries(set).filter(([name]) => !files.some(file => file.name === name)))
  return {
    ...{ ...take, inputs, inputsHash, changes: await changesSince(database, take, inputs) },
    provenance: {
      ...{
        preset,
        kind,
        workflow,
        prompt,
        negativePrompt,
        references: [...references, ...files.map(({ name, hash }) => ({ what: name, hash }))],
        parameters,
      },
      ...{ server, startedAt, finishedAt, costMicros },
    },
  }
}

/**
 * What has changed since a stale take was asked for. Our own artist is told other things than models are: of all that its target
 * would give today, that which is most alike is what it was.
 */
async function changesSince(database: Reader, take: Take, inputs: unknown): Promise<Difference[]> {
  const { projectId, stale } = take
  const target = targetOf(take)
  if (!stale || !target) return []
  const picture = (await pictureInputs(database, projectId, [target.id])).get(target.id)
  const words = (await modelInputs(database, projectId, [target.id])).get(target.id)
  const differences = [picture, words?.image, words?.video].map(today => differencesBetween(inputs, today))
  return differences.toSorted((a, b) => a.length - b.length)[0] ?? []
}
