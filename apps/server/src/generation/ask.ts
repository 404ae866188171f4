import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Context } from '../context.ts'
import { changed, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Tx } from '../platform/database/database.ts'
import { invalidField, notFound } from '../platform/http/problem.ts'
import { pictureInputs } from '../story/pictures/current-inputs.ts'
import { hashOfPicture } from './inputs.ts'
import type { GenerationKindName } from './kinds.ts'
import { builtInArtist, requirePreset } from './presets.ts'
import { requestTakes, type Wanted } from './request.ts'

type Wish = { kind: GenerationKindName; preset: string; seed?: number | undefined; fresh?: boolean }
type Asker = { accountId: string; projectId: string; batchId: string | null }

/**
 * Asks for one take of each panel. What is asked for is fixed here, in one transaction with the jobs: a later edit of the
 * panel makes the take stale, it does not change what is being drawn. Returns the ids of the generations in order.
 */
export async function askForTakes(
  tx: Tx,
  parts: Pick<Context, 'jobs'>,
  asker: Asker,
  panelIds: string[],
  wish: Wish,
): Promise<string[]> {
  requirePreset(wish.preset, wish.kind)
  const [pictures, seeds] = await Promise.all([pictureInputs(tx, asker.projectId, panelIds), nextSeeds(tx, panelIds)])
  const wanted = panelIds.flatMap((panelId): Wanted[] => {
    const picture = pictures.get(panelId)
    if (!picture) return []
    const title = `Draw ${picture.description.slice(0, 60) || 'a panel'}`
    const seed = wish.seed ?? seeds.get(panelId) ?? 0
    const { kind, preset } = wish
    const inputsHash = hashOfPicture(picture)
    const { provider } = builtInArtist
    return [{ panelId, kind, preset, provider, seed, inputs: picture, inputsHash, title, parentTakeId: null }]
  })
  return requestTakes(tx, parts, { ...asker, fresh: wish.fresh ?? false }, wanted)
}

/** A panel's n-th generation gets the seed n, so that asking again gives another picture, and the same story the same pictures. */
async function nextSeeds(tx: Tx, panelIds: string[]): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('generation')
    .select(['panelId', eb => eb.fn.countAll<number>().as('count')])
    .where(sql<boolean>`panel_id = any(${panelIds}::uuid[])`)
    .groupBy('panelId')
    .execute()
  return new Map(rows.map(({ panelId, count }) => [panelId as string, count]))
}

export async function askForOne(
  tx: Tx,
  parts: Pick<Context, 'jobs'>,
  asker: Omit<Asker, 'batchId'>,
  panelId: string,
  wish: Wish,
): Promise<string> {
  const [id] = await askForTakes(tx, parts, { ...asker, batchId: null }, [panelId], wish)
  if (!id) throw notFound()
  await publish(tx, [projectTopic(asker.projectId)], changed('panel', panelId, asker.projectId))
  return id
}

export async function askForBatch(
  tx: Tx,
  parts: Pick<Context, 'jobs'>,
  asker: Omit<Asker, 'batchId'>,
  panelIds: string[],
  wish: Wish,
): Promise<string> {
  if (panelIds.length === 0) throw invalidField('projectId', 'has no panel to draw: import a story, or leave `onlyMissing` away')
  const batch = await tx
    .insertInto('generationBatch')
    .values({ id: uuid(), projectId: asker.projectId, ownerId: asker.accountId })
    .returning('id')
    .executeTakeFirstOrThrow()
  await askForTakes(tx, parts, { ...asker, batchId: batch.id }, panelIds, wish)
  await publish(tx, [projectTopic(asker.projectId)], changed('generation-batch', batch.id, asker.projectId))
  return batch.id
}
