import { z } from 'zod'
import { byId, flag, id, instant, page, pageQuery, text } from '../fields.ts'
import { empty, json, routes } from '../route.ts'
import { Take } from './panels.ts'

export const GenerationKind = z.enum([
  'text-to-image',
  'image-to-image',
  'inpaint',
  'controlnet',
  'text-to-video',
  'image-to-video',
  'lip-sync',
])

export const GenerationState = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled'])

const ofCast = ['character', 'location'] as const

/** What a take is of. */
const GenerationTarget = z.object({ kind: z.enum(['panel', ...ofCast]), id })

/** For a clip a take of the panel that it shows is made. Of the cast pictures are made, and no films. */
const AskedTarget = z.strictObject({ kind: z.enum(['panel', 'clip', ...ofCast]), id })

export const Generation = z.object({
  id,
  projectId: id,
  batchId: id.nullable(),
  jobId: id.nullable(),
  kind: GenerationKind,
  target: GenerationTarget,
  preset: z.string(),
  provider: z.string(),
  /** True where the built-in artist stands in for an image model. */
  builtIn: z.boolean(),
  seed: z.int(),
  state: GenerationState,
  /** An identical request had given this take before, so it cost nothing. */
  cached: z.boolean(),
  /** What is being done, or why it waits, in words. */
  stage: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  take: Take.nullable(),
  createdAt: instant,
  finishedAt: instant.nullable(),
})
export type Generation = z.output<typeof Generation>

export const GenerationBatch = z.object({
  id,
  projectId: id,
  total: z.int(),
  queued: z.int(),
  running: z.int(),
  succeeded: z.int(),
  failed: z.int(),
  cancelled: z.int(),
  createdAt: instant,
})
export type GenerationBatch = z.output<typeof GenerationBatch>

const settingBase = { name: z.string(), label: z.string().nullable() }

/** What may be set of a preset; `usual` is what the preset takes by itself. A whole number lies whole steps above the least. */
const PresetSetting = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), ...settingBase, usual: z.string() }),
  z.object({
    kind: z.literal('integer'),
    ...settingBase,
    ...{ usual: z.int(), min: z.int(), max: z.int(), step: z.int().optional() },
  }),
  z.object({ kind: z.literal('number'), ...settingBase, usual: z.number(), min: z.number(), max: z.number() }),
  z.object({ kind: z.literal('choice'), ...settingBase, usual: z.string(), options: z.array(z.string()) }),
])

/** Settings by name; what is left out takes the preset's default. */
export const SettingValues = z
  .record(z.string().max(40), z.union([z.string().max(20_000), z.number()]))
  .refine(values => Object.keys(values).length <= 40, 'has more than 40 settings')

/** What goes in beside the words; `label` is the preset's own word for it. */
export const PresetGuide = z.object({ name: z.enum(['picture', 'mask', 'last-frame', 'voice']), label: z.string().nullable() })
export type PresetGuide = z.output<typeof PresetGuide>

export const Preset = z.object({
  id: z.string().meta({ examples: ['builtin-storyboard'] }),
  name: z.string(),
  provider: z.string(),
  kinds: z.array(GenerationKind),
  builtIn: z.boolean(),
  note: z.string(),
  /** What it asks of sizes and lengths, in words. */
  limits: z.array(z.string()),
  /** Files of weights that a server must have. */
  files: z.array(z.string()),
  /** Gigabytes of video memory, or null where none is needed. */
  memory: z.object({ least: z.number(), comfortable: z.number() }).nullable(),
  /** What may be set, for each kind that it can make. */
  settings: z.array(z.object({ kind: GenerationKind, settings: z.array(PresetSetting) })),
  /** Whether somebody brought it to this install. */
  own: z.boolean(),
  /** What each kind is made from beside words; all of it is needed. */
  guides: z.array(z.object({ kind: GenerationKind, guides: z.array(PresetGuide) })),
})

export const PresetNow = Preset.extend({
  /** Kinds of which nothing would be made now, and why not. */
  waits: z.array(z.object({ kind: GenerationKind, reason: z.string() })),
  /** What one take costs at most, in millionths of a US dollar; nothing on machines of one's own. */
  costMicros: z.int(),
})
export type PresetNow = z.output<typeof PresetNow>

const preset = z.string().max(100).default('builtin-storyboard')
const seedNumber = z.int().min(0).max(4_294_967_295)
const seed = seedNumber.optional()
/** Run it even when an identical request has been answered before. */
const fresh = z.boolean().default(false)
const parameters = SettingValues.default({}).meta({ examples: [{ steps: 30, cfg: 6.5 }] })

/** What a take is made from beside words, for kinds that do not start from words alone. */
export const GuidesAsked = z.strictObject({
  /**
   * A picture among the takes of the panel; the one that the panel shows where it is left out. The new take follows it. Of the
   * cast: a picture among its takes or references; where it is left out the first reference, or else the newest take.
   */
  from: id.optional(),
  /** An uploaded picture as large as that take: what is white in it is painted anew. */
  mask: id.optional(),
  /** A picture among the takes of the project, with which a film ends. */
  lastFrame: id.optional(),
  /** An uploaded sound. Where no number of frames is set, the film is as long as it, as far as the preset goes. */
  voice: id.optional(),
  /** Everything as it was for this take of the panel, in the place of all others. */
  as: id.optional(),
})
export type GuidesAsked = z.output<typeof GuidesAsked>

export const generation = routes({
  generate: {
    method: 'POST',
    path: '/api/v1/generate',
    group: 'generation',
    summary: 'Make one take of a panel, of the panel that a clip shows, of a character or of a location',
    access: {
      kind: 'object',
      action: 'edit',
      object: { kindAt: 'body.target.kind', among: AskedTarget.shape.kind.options },
      at: 'body.target.id',
    },
    status: 202,
    body: z.strictObject({
      target: AskedTarget,
      kind: GenerationKind.default('text-to-image'),
      preset,
      seed,
      fresh,
      parameters,
      guides: GuidesAsked.default({}),
      /** In the place of the panel's own prompt, for what is made from a picture: what is to be where the mask is. */
      words: text(4000).optional(),
    }),
    reply: json(Generation),
  },
  generateBatch: {
    method: 'POST',
    path: '/api/v1/generate/batch',
    group: 'generation',
    summary: 'Make takes of every panel of a project or scene, or of the named ones',
    access: { kind: 'object', action: 'edit', object: 'project', at: 'body.projectId' },
    status: 202,
    body: z.strictObject({
      projectId: id,
      sceneId: id.optional(),
      panelIds: z.array(id).min(1).max(5000).optional(),
      /** Leave panels alone that have a take already. */
      onlyMissing: z.boolean().default(false),
      kind: GenerationKind.default('text-to-image'),
      preset,
      /** One take of each panel for each seed; without them so many takes of each as `takes` says. */
      seeds: z.array(seedNumber).min(1).max(20).optional(),
      takes: z.int().min(1).max(20).default(1),
      parameters,
    }),
    reply: json(GenerationBatch),
  },
  getBatch: {
    method: 'GET',
    path: '/api/v1/generate/batch/:id',
    group: 'generation',
    summary: 'A batch with the outcome of its items, page by page',
    access: { kind: 'object', action: 'view', object: 'generation-batch', at: 'params.id' },
    params: byId,
    query: z.object({ ...pageQuery, limit: pageQuery.limit.default(200) }),
    reply: json(GenerationBatch.extend(page(Generation).shape)),
  },
  listBatches: {
    method: 'GET',
    path: '/api/v1/generate/batches',
    group: 'generation',
    summary: 'Batches of a project, newest first',
    access: { kind: 'object', action: 'view', object: 'project', at: 'query.projectId' },
    query: z.object({ projectId: id, ...pageQuery }),
    reply: json(page(GenerationBatch)),
  },
  cancelBatch: {
    method: 'POST',
    path: '/api/v1/generate/batch/:id/cancel',
    group: 'generation',
    summary: 'Cancel what of a batch has not ended',
    access: { kind: 'object', action: 'edit', object: 'generation-batch', at: 'params.id' },
    params: byId,
    reply: json(GenerationBatch),
  },
  listGenerations: {
    method: 'GET',
    path: '/api/v1/generations',
    group: 'generation',
    summary: 'Generations of a project, newest first',
    access: { kind: 'object', action: 'view', object: 'project', at: 'query.projectId' },
    query: z.object({
      projectId: id,
      state: GenerationState.optional(),
      panelId: id.optional(),
      characterId: id.optional(),
      locationId: id.optional(),
      deleted: flag,
      ...pageQuery,
    }),
    reply: json(page(Generation)),
  },
  getGeneration: {
    method: 'GET',
    path: '/api/v1/generations/:id',
    group: 'generation',
    summary: 'One generation with its take',
    access: { kind: 'object', action: 'view', object: 'generation', at: 'params.id' },
    params: byId,
    reply: json(Generation),
  },
  deleteGeneration: {
    method: 'DELETE',
    path: '/api/v1/generations/:id',
    group: 'generation',
    summary: 'Delete a generation and its take',
    access: { kind: 'object', action: 'edit', object: 'generation', at: 'params.id' },
    status: 204,
    params: byId,
    reply: empty,
  },
  restoreGeneration: {
    method: 'POST',
    path: '/api/v1/generations/:id/restore',
    group: 'generation',
    summary: 'Bring a deleted generation and its take back',
    access: { kind: 'object', action: 'edit', object: 'generation', at: 'params.id', includeDeleted: true },
    params: byId,
    reply: json(Generation),
  },
  listPresets: {
    method: 'GET',
    path: '/api/v1/presets',
    group: 'generation',
    summary: 'What can draw here, what each needs, and why what cannot draw now has to wait',
    access: { kind: 'account' },
    reply: json(z.object({ items: z.array(PresetNow) })),
  },
})
