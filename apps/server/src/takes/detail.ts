import type { Take, TakeDetail } from '@storycanvas/api'
import type { Reader } from '../platform/database/database.ts'
import { notFound } from '../platform/http/problem.ts'

/** A take with everything that went in and how it came about. */
export async function takeDetail(database: Reader, take: Take): Promise<TakeDetail> {
  const { inputs, inputsHash, provenance, preset, kind } = await database
    .selectFrom('take as t')
    .leftJoin('generation as g', 'g.id', 't.generationId')
    .select(['t.inputs', 't.inputsHash', 't.provenance', 'g.preset', 'g.kind'])
    .where('t.id', '=', take.id)
    .executeTakeFirstOrThrow(notFound)
  const { workflow = null, prompt = null, negativePrompt = null, server = null } = provenance
  const { references = [], parameters = {}, startedAt = null, finishedAt = null, costMicros = null } = provenance
  return {
    ...{ ...take, inputs, inputsHash },
    provenance: {
      ...{ preset, kind, workflow, prompt, negativePrompt, references: [...references], parameters: { ...parameters } },
      ...{ server, startedAt, finishedAt, costMicros },
    },
  }
}
