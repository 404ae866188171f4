import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Context } from '../context.ts'
import { holdBudget } from '../budgets/hold.ts'
import { priceOf } from '../budgets/prices.ts'
import type { Tx } from '../platform/database/database.ts'
import { chooseTake } from '../takes/choose.ts'
import { rememberOrigins } from '../takes/origins.ts'
import { columnsOf, type Target, targetColumn } from '../takes/target.ts'
import { drawPanel, generateOnPool } from './draw-panel.ts'
import { hostedPreset } from './hosted/catalogue.ts'
import { generateHosted } from './hosted/job.ts'
import { type GenerationKindName, startsFromPicture } from './kinds.ts'
import { builtInPreset } from './presets.ts'
import { requireRoomForTakes } from './room.ts'
import type { Settings } from './settings.ts'

/** PostgreSQL takes 65,535 parameters a statement. */
const rowsAtOnce = 1000

/** One take that is wanted: everything that the provider will be asked for, fixed. */
export type Wanted = {
  target: Target
  kind: GenerationKindName
  preset: string
  provider: string
  seed: number
  inputs: unknown
  inputsHash: string
  /** What was set of the preset, and the files that go in, by their hash. */
  parameters: Settings
  /** What people read in the queue. */
  title: string
  /** The take it is made from; null is the one that its panel shows. */
  parentTakeId: string | null
}

/** `fresh` runs even what was made before; otherwise an identical request is answered with the take that it gave. */
export type Asker = { accountId: string; projectId: string; batchId: string | null; fresh: boolean }

/**
 * Records what is wanted, all of one preset and of one kind of target, together with its jobs. Returns the ids of the generations
 * in order.
 */
export async function requestTakes(
  tx: Tx,
  { jobs, config }: Pick<Context, 'jobs' | 'config'>,
  asker: Asker,
  wanted: readonly Wanted[],
): Promise<string[]> {
  const known = asker.fresh ? new Map<number, string>() : await knownTakes(tx, wanted)
  const all = wanted.map((one, index) => ({ ...one, id: uuid(), cachedTakeId: known.get(index) ?? null }))
  const open = all.filter(({ cachedTakeId }) => cachedTakeId === null)
  if (open.length > 0) await requireRoomForTakes({ database: tx, config }, asker.projectId)
  // Branches before money and topics: whoever brings a take has them in that order, too.
  await rememberOrigins(
    tx,
    asker.projectId,
    all.flatMap(({ id, target, parentTakeId }) =>
      target.kind === 'panel' ? [{ generationId: id, panelId: target.id, parentTakeId }] : [],
    ),
  )
  for (const { cachedTakeId, target } of all)
    if (cachedTakeId !== null && target.kind === 'panel') await chooseTake(tx, target.id, cachedTakeId, asker.accountId)
  const jobIds = await jobs.enqueueMany(
    tx,
    jobFor(open[0]?.preset ?? ''),
    open.map(({ id, target, title }) => ({
      input: { generationId: id },
      job: { title, ownerId: asker.accountId, projectId: asker.projectId, target },
    })),
  )
  const jobOf = new Map(open.map(({ id }, index) => [id, jobIds[index] ?? null]))
  const rows = all.map(({ title: _title, parentTakeId: _parent, target, inputs, parameters, ...row }) => ({
    ...row,
    ...columnsOf(target),
    projectId: asker.projectId,
    batchId: asker.batchId,
    jobId: jobOf.get(row.id) ?? null,
    ownerId: asker.accountId,
    inputs: JSON.stringify(inputs),
    parameters: JSON.stringify(parameters),
  }))
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await tx
      .insertInto('generation')
      .values(rows.slice(from, from + rowsAtOnce))
      .execute()
  const priced = open.map(({ id, preset }) => ({ generationId: id, micros: priceOf(preset) }))
  await holdBudget(tx, { projectId: asker.projectId, accountId: asker.accountId }, priced)
  return all.map(({ id }) => id)
}

/** Who makes what a preset asks for: a hosted service, a server of the pool, or our own artist. */
function jobFor(preset: string) {
  if (hostedPreset(preset)) return generateHosted
  return preset === builtInPreset ? drawPanel : generateOnPool
}

/** What is made from a picture is another thing from another picture, and may have words of its own. */
const startOf = ({ kind, parentTakeId }: Wanted) => (startsFromPicture(kind) ? parentTakeId : null)

/** The take that each identical request gave before, by index. */
async function knownTakes(tx: Tx, wanted: readonly Wanted[]): Promise<Map<number, string>> {
  const [first] = wanted
  if (!first) return new Map()
  const column = <K extends keyof Wanted>(key: K) => wanted.map(one => one[key])
  const { rows } = await sql<{ index: number; takeId: string }>`
    select distinct on (w.index) w.index - 1 as index, t.id as take_id
    from unnest(${wanted.map(({ target }) => target.id)}::uuid[], ${column('kind')}::text[], ${column('preset')}::text[], ${column('seed')}::bigint[],
      ${column('inputsHash')}::text[], ${wanted.map(one => JSON.stringify(one.parameters))}::jsonb[],
      ${wanted.map(({ inputs }) => JSON.stringify(inputs))}::jsonb[], ${wanted.map(startOf)}::uuid[])
      with ordinality as w (target_id, kind, preset, seed, inputs_hash, parameters, inputs, parent_id, index)
    join generation g on ${sql.ref(`g.${targetColumn[first.target.kind]}`)} = w.target_id and g.kind = w.kind
      and g.preset = w.preset and g.seed = w.seed and g.inputs_hash = w.inputs_hash and g.parameters = w.parameters
    join take t on t.generation_id = g.id and t.deleted_at is null
      and (w.parent_id is null or t.parent_id = w.parent_id) and g.inputs->'prompt' is not distinct from w.inputs->'prompt'
    order by w.index, t.id desc`.execute(tx)
  return new Map(rows.map(({ index, takeId }) => [index, takeId]))
}
