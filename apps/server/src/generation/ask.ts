import type { GuidesAsked } from '@storycanvas/api'
import { nearestOnGrid, type Preset as ModelPreset } from '@storycanvas/comfyui'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Context } from '../context.ts'
import { changed, projectTopic, publish } from '../platform/bus/publish.ts'
import type { Tx } from '../platform/database/database.ts'
import { invalidField, notFound } from '../platform/http/problem.ts'
import { modelInputs, pictureInputs } from '../story/pictures/current-inputs.ts'
import { inputsHash } from '../takes/inputs-hash.ts'
import { type Target, targetColumn } from '../takes/target.ts'
import { isOfCast, resolveCastGuides } from './guides/of-cast.ts'
import { type Resolved, resolveGuides } from './guides/resolve.ts'
import { guidesOfKind, guidesOfModel } from './guides/taken.ts'
import { hashOfPicture, type PictureInputs } from './inputs.ts'
import { type GenerationKindName, isFilm, startsFromPicture } from './kinds.ts'
import { builtInPreset, requirePreset } from './presets.ts'
import { requestTakes, type Wanted } from './request.ts'
import { requireSettings, type Settings } from './settings.ts'

/** Of one batch. */
const mostTakes = 20_000

/** Of the cast pictures are made, from words or from another picture. */
const castKinds: ReadonlySet<GenerationKindName> = new Set(['text-to-image', 'image-to-image'])

type Wish = {
  kind: GenerationKindName
  preset: string
  seed?: number | undefined
  fresh?: boolean
  parameters?: Settings
  guides?: GuidesAsked
  words?: string | undefined
}
type Asker = { accountId: string; projectId: string; batchId: string | null }

/**
 * Asks for one take of each target, all of one kind. What is asked for is fixed here, in one transaction with the jobs: a later
 * edit of the target makes the take stale, it does not change what is being drawn. Returns the ids of the generations in order.
 */
export async function askForTakes(
  tx: Tx,
  parts: Pick<Context, 'jobs' | 'shelf' | 'config'>,
  asker: Asker,
  targets: readonly Target[],
  wish: Wish,
): Promise<string[]> {
  const { provider } = requirePreset(parts.shelf, wish.preset, wish.kind)
  const model = parts.shelf.models.get(wish.preset)
  requireSettings(model, wish.kind, wish.parameters ?? {})
  if (wish.words !== undefined && !startsFromPicture(wish.kind))
    throw invalidField('words', 'are for what is made from a picture; elsewhere the panel’s own words count')
  if (targets.some(isOfCast) && !castKinds.has(wish.kind))
    throw invalidField('kind', `of a character or a location can be: ${[...castKinds].join(', ')}`)
  const guided = await guidesOf(tx, asker, targets, wish, model)
  const ids = targets.map(({ id }) => id)
  const pictures = await pictureInputs(tx, asker.projectId, ids)
  const [told, seeds] = await Promise.all([toldOf(tx, asker.projectId, ids, wish, pictures), nextSeeds(tx, targets)])
  const wanted = targets.flatMap((target): Wanted[] => {
    const { id } = target
    const [picture, inputs] = [pictures.get(id), told.get(id)]
    if (!picture || !inputs) return []
    const title = titleOf(target, picture)
    const seed = wish.seed ?? seeds.get(id) ?? 0
    const { kind, preset } = wish
    const from = guided.get(id)
    const parameters = { ...asLongAsVoice(model, wish.parameters ?? {}, from?.voiceMs ?? null), ...from?.files }
    return [{ target, kind, preset, provider, seed, ...inputs, parameters, title, parentTakeId: from?.parentTakeId ?? null }]
  })
  return requestTakes(tx, parts, { ...asker, fresh: wish.fresh ?? false }, wanted)
}

/** What people read in the queue. */
function titleOf({ kind }: Target, { description, characters, location }: PictureInputs): string {
  if (kind === 'panel') return `Draw ${description.slice(0, 60) || 'a panel'}`
  return kind === 'character' ? `Portrait of ${characters[0]?.name}` : `Picture of ${location.name}`
}

/** What each take is made from beside words. A mask, a last frame or a voice is of one panel, and no batch has them. */
async function guidesOf(
  tx: Tx,
  asker: Asker,
  targets: readonly Target[],
  { kind, guides = {} }: Wish,
  model: ModelPreset | undefined,
): Promise<Map<string, Resolved>> {
  const { guides: taken, unknown } = model ? guidesOfModel(model, kind) : { guides: guidesOfKind(kind), unknown: [] }
  if (unknown.length > 0) throw invalidField('kind', `wants what cannot be given here: ${unknown.join(' and ')}`)
  if (taken.length === 0) {
    const [named] = Object.keys(guides)
    if (named) throw invalidField(`guides.${named}`, 'is not something that this preset takes here')
    return new Map()
  }
  const [first] = targets
  if (first && isOfCast(first)) return new Map([[first.id, await resolveCastGuides(tx, first, guides)]])
  return resolveGuides(tx, { ...asker, panelIds: targets.map(({ id }) => id), guides, taken })
}

/** A film of a voice lasts as long as it, as far as the model goes, unless somebody set its frames. */
function asLongAsVoice(model: ModelPreset | undefined, settings: Settings, voiceMs: number | null): Settings {
  if (voiceMs === null || !model?.frames || !model.fps || settings['frames'] !== undefined) return settings
  const { step, offset, min, max } = model.frames
  const fps = Number(settings['fps'] ?? model.fps.default)
  return { ...settings, frames: nearestOnGrid(Math.ceil((voiceMs / 1000) * fps), { step, offset, min, max }) }
}

type Told = Map<string, { inputs: unknown; inputsHash: string }>

/** Our own artist is told of the target as it stands, models are told in words. */
async function toldOf(
  tx: Tx,
  projectId: string,
  ids: string[],
  { preset, kind, words: own }: Wish,
  pictures: Map<string, PictureInputs>,
): Promise<Told> {
  if (preset === builtInPreset)
    return new Map([...pictures].map(([id, picture]) => [id, { inputs: picture, inputsHash: hashOfPicture(picture) }]))
  const words = await modelInputs(tx, projectId, ids)
  const medium = isFilm(kind) ? 'video' : 'image'
  return new Map(
    [...words].map(([id, of]) => {
      const inputs = own === undefined ? of[medium] : { ...of[medium], prompt: own }
      // Words of one’s own do not follow the panel: the take is stale when the panel is.
      return [id, { inputs, inputsHash: inputsHash(of[medium]) }]
    }),
  )
}

/** The n-th generation of a target gets the seed n: asking again gives another picture, and the same story the same pictures. */
async function nextSeeds(tx: Tx, targets: readonly Target[]): Promise<Map<string, number>> {
  const column = targetColumn[targets[0]?.kind ?? 'panel']
  const rows = await tx
    .selectFrom('generation')
    .select([`${column} as id`, eb => eb.fn.countAll<number>().as('count')])
    .where(sql<boolean>`${sql.ref(column)} = any(${targets.map(({ id }) => id)}::uuid[])`)
    .groupBy(column)
    .execute()
  return new Map(rows.map(({ id, count }) => [id as string, count]))
}

export async function askForOne(
  tx: Tx,
  parts: Pick<Context, 'jobs' | 'shelf' | 'config'>,
  asker: Omit<Asker, 'batchId'>,
  target: Target,
  wish: Wish,
): Promise<string> {
  const [id] = await askForTakes(tx, parts, { ...asker, batchId: null }, [target], wish)
  if (!id) throw notFound()
  await publish(tx, [projectTopic(asker.projectId)], changed(target.kind, target.id, asker.projectId))
  return id
}

export async function askForBatch(
  tx: Tx,
  parts: Pick<Context, 'jobs' | 'shelf' | 'config'>,
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
  const targets = panelIds.map(id => ({ kind: 'panel' as const, id }))
  for (const seed of each) await askForTakes(tx, parts, { ...asker, batchId: batch.id }, targets, { ...wish, seed })
  await publish(tx, [projectTopic(asker.projectId)], changed('generation-batch', batch.id, asker.projectId))
  return batch.id
}
