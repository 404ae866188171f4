import { z } from 'zod'

const kind = z.enum(['text-to-image', 'image-to-image', 'inpaint', 'controlnet', 'text-to-video', 'image-to-video', 'lip-sync'])

const name = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/)
  .meta({ id: 'name', description: 'In camelCase' })

/** What a person, or the page, may set. Width, height, frames, fps, seed and prefix are there without being named. */
const parameter = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('text'), default: z.string().max(5000), label: z.string().optional() }),
    z.strictObject({
      kind: z.literal('integer'),
      default: z.int(),
      min: z.int(),
      max: z.int(),
      step: z.int().min(1).optional(),
      label: z.string().optional(),
    }),
    z.strictObject({
      kind: z.literal('number'),
      default: z.number(),
      min: z.number(),
      max: z.number(),
      label: z.string().optional(),
    }),
    z.strictObject({
      kind: z.literal('choice'),
      default: z.string(),
      options: z.array(z.string()).min(1),
      label: z.string().optional(),
    }),
    z.strictObject({ kind: z.literal('image'), label: z.string().optional() }).describe('Name of an uploaded picture; required'),
    z.strictObject({ kind: z.literal('audio'), label: z.string().optional() }).describe('Name of an uploaded sound; required'),
  ])
  .meta({ id: 'parameter', description: 'What may be set' })

const input = z
  .union([
    z.string(),
    z.number(),
    z.boolean(),
    z.tuple([z.string(), z.int().min(0)]).describe('The output of another node: [node, output number]'),
    z
      .strictObject({
        $: name,
        times: z.number().optional().describe('The number that is set, times this, made whole'),
      })
      .describe('What was set for the parameter'),
    z.strictObject({ $file: name }).describe('The file that the server has'),
    z.strictObject({ __value__: z.array(z.unknown()) }).describe('A list that is no link'),
  ])
  .meta({ id: 'input', description: 'A value, a link, or a place to fill in' })

const node = z
  .strictObject({
    class_type: z.string(),
    inputs: z.record(z.string(), input),
    _meta: z.strictObject({ title: z.string() }).optional(),
  })
  .meta({ id: 'node' })
const graph = z.record(z.string(), node).describe('Nodes in ComfyUI’s API format, with places to fill in')

const file = z
  .strictObject({
    folder: z.string().describe('Below models/, as in GET /models'),
    names: z.array(z.string()).min(1).describe('In order of preference; any of them will do'),
    gigabytes: z.number().positive().describe('Size of the first, for what loading costs'),
  })
  .meta({ id: 'file', description: 'A file of weights' })

/** A model that StoryCanvas can drive: defaults, limits, what it needs, and its graph. Pure data. */
export const Preset = z
  .strictObject({
    $schema: z.string().optional(),
    id: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,59}$/),
    name: z.string().min(1).max(100),
    note: z.string().max(500),
    sources: z.array(z.string()).describe('Where the numbers come from'),
    minVersion: z
      .string()
      .regex(/^\d+\.\d+\.\d+$/)
      .describe('Oldest ComfyUI that runs the model, also where older ones know all of its nodes'),
    medium: z.enum(['image', 'video']),
    size: z.strictObject({
      multiple: z.int().min(1).describe('Width and height are multiples of it'),
      min: z.int().min(1),
      max: z.int().min(1),
      maxPixels: z.int().min(1).describe('Beyond it pictures repeat themselves or memory runs out'),
      default: z.strictObject({ width: z.int(), height: z.int() }),
    }),
    frames: z
      .strictObject({
        step: z.int().min(1),
        offset: z.int().min(0).describe('Right counts are offset and whole steps more: 4n+1 has step 4 and offset 1'),
        min: z.int().min(1),
        max: z.int().min(1),
        default: z.int().min(1),
      })
      .optional()
      .describe('Of films only'),
    fps: z.strictObject({ min: z.number(), max: z.number(), default: z.number() }).optional().describe('Of films only'),
    parameters: z.record(name, parameter),
    files: z.record(name, file),
    cost: z
      .strictObject({
        base: z.number().min(0).describe('Seconds whatever the size: encoding of the text, decoding, saving'),
        perMegapixelStep: z.number().positive().describe('Seconds for each step of each million pixels of each frame'),
      })
      .describe('A first guess for an RTX 4090, until times have been seen'),
    memory: z.strictObject({
      least: z.number().positive().describe('Gigabytes of video memory with offloading'),
      comfortable: z.number().positive().describe('Gigabytes with which nothing has to move'),
    }),
    graph,
    kinds: z.partialRecord(
      kind,
      z.strictObject({ graph, parameters: z.record(name, parameter), files: z.record(name, file) }).partial(),
    ),
  })
  .refine(preset => Object.keys(preset.kinds).length > 0, 'A preset does at least one kind of thing.')
  .refine(preset => (preset.medium === 'video') === (preset.frames !== undefined && preset.fps !== undefined), {
    message: 'Films have frames and fps, pictures have neither.',
  })
export type Preset = z.output<typeof Preset>
export type PresetKind = z.output<typeof kind>
export type PresetParameter = z.output<typeof parameter>
export type PresetFile = z.output<typeof file>
export type PresetNode = z.output<typeof node>
export type PresetInput = z.output<typeof input>

/** One kind of thing that a preset does, with what the kinds share. */
export type PresetVariant = {
  readonly graph: { readonly [nodeId: string]: PresetNode }
  readonly parameters: { readonly [name: string]: PresetParameter }
  readonly files: { readonly [name: string]: PresetFile }
}

/** @throws PresetError `unknown-kind` */
export function variantOf(preset: Preset, kind: string): PresetVariant {
  const own = Object.hasOwn(preset.kinds, kind) ? preset.kinds[kind as PresetKind] : undefined
  if (own === undefined) throw unknownKind(preset, kind)
  return {
    graph: { ...preset.graph, ...own.graph },
    parameters: { ...preset.parameters, ...own.parameters },
    files: { ...preset.files, ...own.files },
  }
}

/** Node classes that a server needs, sorted. */
export function requiredNodes({ graph }: PresetVariant): readonly string[] {
  return [...new Set(Object.values(graph).map(one => one.class_type))].sort()
}

function unknownKind(preset: Preset, given: string) {
  const known = Object.keys(preset.kinds).join(', ')
  return new PresetError([{ field: 'kind', message: `${preset.name} cannot do ${given}; it can do ${known}.` }])
}

export type ParameterProblem = {
  /** Name of the parameter. */
  readonly field: string
  readonly message: string
  /** The right value nearest to the one given. */
  readonly nearest?: number
}

/** What was asked of a preset is not what it can do. Every problem is listed. */
export class PresetError extends Error {
  override name = 'PresetError'
  readonly problems: readonly ParameterProblem[]
  constructor(problems: readonly ParameterProblem[]) {
    super(problems.map(({ field, message }) => `${field}: ${message}`).join(' '))
    this.problems = problems
  }
}
