import type { Generation, GenerationBatch } from '@storycanvas/api'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Reader, Tx } from '../platform/database/database.ts'
import { pageOf, readCursor } from '../platform/database/page.ts'
import { notFound } from '../platform/http/problem.ts'
import { currentInputsOf } from '../story/pictures/current-inputs.ts'
import { chosenTakes } from '../takes/read.ts'
import { type Target, targetColumn, targetOf } from '../takes/target.ts'
import { builtInPreset } from './presets.ts'

type Parts = Pick<Context, 'database' | 'grants'>
type State = Generation['state']

/** Generations joined with the job that makes them and the take that came of it. */
const withJob = (database: Reader) =>
  database
    .selectFrom('generation as g')
    .leftJoin('job as j', 'j.id', 'g.jobId')
    .leftJoin('take as t', join =>
      join
        .on(eb => eb.or([eb('t.generationId', '=', eb.ref('g.id')), eb('t.id', '=', eb.ref('g.cachedTakeId'))]))
        .on('t.deletedAt', 'is', null),
    )
    .selectAll('g')
    .select(['j.state', 'j.error', 'j.stage', 'j.finishedAt', 't.id as takeId'])

type Row = Awaited<ReturnType<ReturnType<typeof withJob>['execute']>>[number]

async function replies({ database, grants }: Parts, rows: Row[]): Promise<Generation[]> {
  const [first] = rows
  if (!first) return []
  const targets = rows.map(row => targetOf(row) as Target)
  const takes = await chosenTakes(
    database,
    grants,
    rows.flatMap(({ takeId }) => takeId ?? []),
    await currentInputsOf(
      database,
      first.projectId,
      targets.map(({ id }) => id),
    ),
  )
  return rows.map((row, index) => ({
    id: row.id,
    projectId: row.projectId,
    batchId: row.batchId,
    jobId: row.jobId,
    kind: row.kind,
    target: targets[index] as Target,
    preset: row.preset,
    provider: row.provider,
    builtIn: row.preset === builtInPreset,
    seed: row.seed,
    state: row.state ?? (row.cachedTakeId === null ? 'queued' : 'succeeded'),
    cached: row.cachedTakeId !== null,
    stage: row.stage || null,
    error: row.error,
    take: (row.takeId && takes.get(row.takeId)) || null,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt ?? (row.cachedTakeId === null ? null : row.createdAt),
  }))
}

export async function getGeneration(parts: Parts, id: string): Promise<Generation> {
  const row = await withJob(parts.database).where('g.id', '=', id).executeTakeFirst()
  const [reply] = row ? await replies(parts, [row]) : []
  if (!reply) throw notFound()
  return reply
}

type Query = {
  projectId: string
  limit: number
  cursor?: string | undefined
  state?: State | undefined
  panelId?: string | undefined
  characterId?: string | undefined
  locationId?: string | undefined
  deleted: boolean
}

/** Generations of a project, newest first. */
export async function listGenerations(parts: Parts, { projectId, limit, cursor, state, deleted, ...of }: Query) {
  const last = readCursor(cursor)
  let select = withJob(parts.database)
    .where('g.projectId', '=', projectId)
    .where('g.deletedAt', deleted ? 'is not' : 'is', null)
    .orderBy('g.id', 'desc')
    .limit(limit + 1)
  if (state) select = select.where(sql`coalesce(j.state, 'succeeded')`, '=', state)
  for (const column of Object.values(targetColumn)) if (of[column]) select = select.where(`g.${column}`, '=', of[column])
  if (last) select = select.where('g.id', '<', last.id)
  const page = pageOf(await select.execute(), limit, () => '')
  return { ...page, items: await replies(parts, page.items) }
}

const batches = (database: Reader) =>
  database
    .selectFrom('generationBatch as b')
    .innerJoin('generation as g', 'g.batchId', 'b.id')
    .leftJoin('job as j', 'j.id', 'g.jobId')
    .select(eb => [
      'b.id',
      'b.projectId',
      'b.createdAt',
      eb.fn.countAll<number>().as('total'),
      ...(['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const).map(state =>
        eb.fn.countAll<number>().filterWhere(sql`coalesce(j.state, 'succeeded')`, '=', state).as(state),
      ),
    ])
    .groupBy(['b.id'])

export async function getBatch(database: Reader, id: string): Promise<GenerationBatch> {
  const row = await batches(database).where('b.id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** What was asked for together, in the order in which it was asked. */
export async function batchItems(parts: Parts, id: string, limit: number, cursor: string | undefined) {
  const last = readCursor(cursor)
  let select = withJob(parts.database)
    .where('g.batchId', '=', id)
    .orderBy('g.id')
    .limit(limit + 1)
  if (last) select = select.where('g.id', '>', last.id)
  const page = pageOf(await select.execute(), limit, () => '')
  return { ...page, items: await replies(parts, page.items) }
}

export async function listBatches(database: Reader, projectId: string, limit: number, cursor: string | undefined) {
  const last = readCursor(cursor)
  let select = batches(database)
    .where('b.projectId', '=', projectId)
    .orderBy('b.id', 'desc')
    .limit(limit + 1)
  if (last) select = select.where('b.id', '<', last.id)
  return pageOf(await select.execute(), limit, () => '')
}

/** Jobs of a batch that have not ended, locked. */
export const openJobsOf = (tx: Tx, batchId: string) =>
  tx
    .selectFrom('generation as g')
    .innerJoin('job as j', 'j.id', 'g.jobId')
    .select('j.id')
    .where('g.batchId', '=', batchId)
    .where(sql<boolean>`j.state in ('queued', 'running')`)
    // All are locked before the first is announced: a job that ends meanwhile holds its row and waits for the project's topic.
    .orderBy('j.id')
    .forUpdate('j')
    .execute()
