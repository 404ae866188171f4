import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Context } from '../context.ts'
import { changed, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Tx } from '../platform/database/database.ts'
import { invalidField, notFound } from '../platform/http/problem.ts'
import { modelInputs, pictureInputs } from '../story/pictures/current-inputs.ts'
import { inputsHash } from '../takes/inputs-hash.ts'
import { hashOfPicture, type PictureInputs } from './inputs.ts'
import { type GenerationKindName, isFilm, startsFromPicture } from './kinds.ts'
import { builtInPreset, modelPresets, requirePreset } from './presets.ts'
import { requestTakes, type Wanted } from './request.ts'
import { requireGivable, requireSettings, type Settings } from './settings.ts'

/** Of one batch. */
const mostTakes = 20_000

type Wish = {
  kind: GenerationKindName
  preset: string
  seed?: number | undefined
  fresh?: boolean
  parameters?: Settings
}
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
  const { provider } = requirePreset(wish.preset, wish.kind)
  const model = modelPresets.get(wish.preset)
  requireGivable(model, wish.kind)
  requireSettings(model, wish.kind, wish.parameters ?? {})
  const pictures = await pictureInputs(tx, asker.projectId, panelIds)
  const [told, seeds] = await Promise.all([toldOf(tx, asker.projectId, panelIds, wish, pictures), nextSeeds(tx, panelIds)])
  if (startsFromPicture(wish.kind)) await requirePictures(tx, panelIds)
  const wanted = panelIds.flatMap((panelId): Wanted[] => {
    const [picture, inputs] = [pictures.get(panelId), told.get(panelId)]
    if (!picture || !inputs) return []
    const title = `Draw ${picture.description.slice(0, 60) || 'a panel'}`
    const seed = wish.seed ?? seeds.get(panelId) ?? 0
    const { kind, preset, parameters = {} } = wish
    return [{ panelId, kind, preset, provider, seed, ...inputs, parameters, title, parentTakeId: null }]
  })
  // What is made from a picture depends on more than the words that are compared.
  const fresh = (wish.fresh ?? false) || startsFromPicture(wish.kind)
  return requestTakes(tx, parts, { ...asker, fresh }, wanted)
}

type Told = Map<string, { inputs: unknown; inputsHash: string }>

/** Our own artist is told of the panel as it stands, models are told in words. */
async function toldOf(
  tx: Tx,
  projectId: string,
  panelIds: string[],
  { preset, kind }: Wish,
  pictures: Map<string, PictureInputs>,
): Promise<Told> {
  if (preset === builtInPreset)
    return new Map([...pictures].map(([id, picture]) => [id, { inputs: picture, inputsHash: hashOfPicture(picture) }]))
  const words = await modelInputs(tx, projectId, panelIds)
  const medium = isFilm(kind) ? 'video' : 'image'
  return new Map([...words].map(([id, of]) => [id, { inputs: of[medium], inputsHash: inputsHash(of[medium]) }]))
}

/** What is made from a picture needs one: the take that each panel shows. */
async function requirePictures(tx: Tx, panelIds: string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select p.id from panel p left join take t on t.id = p.chosen_take_id and t.kind = 'image' and t.deleted_at is null
    where p.id = any(${panelIds}::uuid[]) and t.id is null limit 1`.execute(tx)
  if (rows.length > 0)
    throw invalidField('kind', 'starts from the picture that the panel shows; make one with `text-to-image` first')
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
  { seeds, takes, ...wish }: Omit<Wish, 'seed'> & { seeds?: number[] | undefined; takes: number },
): Promise<string> {
  if (panelIds.length === 0) throw invalidField('projectId', 'has no panel to draw: import a story, or leave `onlyMissing` away')
  const each = seeds ?? Array.from({ length: takes }, () => undefined)
  if (panelIds.length * each.length > mostTakes)
    throw invalidField(
      seeds ? 'seeds' : 'takes',
      `makes ${panelIds.length * each.length} takes; ask for at most ${mostTakes} at once`,
    )
  const batch = await tx
    .insertInto('generationBatch')
    .values({ id: uuid(), projectId: asker.projectId, ownerId: asker.accountId })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const seed of each) await askForTakes(tx, parts, { ...asker, batchId: batch.id }, panelIds, { ...wish, seed })
  await publish(tx, [projectTopic(asker.projectId)], changed('generation-batch', batch.id, asker.projectId))
  return batch.id
}
