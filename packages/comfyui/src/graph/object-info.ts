import { z } from 'zod'

/** What a widget accepts. Several types in one string are separated by commas, as in `INT,FLOAT`. */
export type InputSpec = {
  /** `COMBO` for a choice. */
  readonly type: string
  readonly isRequired: boolean
  /** Of a choice; undefined where the server asks elsewhere or takes uploads, so that any value may be right. */
  readonly options?: readonly unknown[] | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
  /** Counted from `min`. */
  readonly step?: number | undefined
  readonly default?: unknown
  /** `image`, `video`, `audio` or `file`: names an uploaded file. */
  readonly upload?: string | undefined
  /** A person writes several lines here. */
  readonly isMultiline: boolean
  /** The page shows a second widget behind it that says how the value changes from run to run. */
  readonly hasControl: boolean
  /** Always a socket, never a widget. */
  readonly isSocket: boolean
}

export type NodeClass = {
  /** In the order in which the page shows them. */
  readonly inputs: ReadonlyMap<string, InputSpec>
  readonly outputs: readonly string[]
  readonly isOutput: boolean
  readonly title: string
}

/** What a server can run: class → its inputs and outputs. */
export type ObjectInfo = ReadonlyMap<string, NodeClass>

const options = z
  .object({
    options: z.array(z.unknown()),
    remote: z.unknown(),
    min: z.number(),
    max: z.number(),
    step: z.number(),
    default: z.unknown(),
    image_upload: z.boolean(),
    video_upload: z.boolean(),
    audio_upload: z.boolean(),
    file_upload: z.boolean(),
    multiline: z.boolean(),
    control_after_generate: z.unknown(),
    forceInput: z.boolean(),
  })
  .partial()
  .catch({})

/** V1 writes a choice as `[[…options], {}]`, V3 as `["COMBO", { options }]`. */
const inputSpec = z.tuple([z.union([z.string(), z.array(z.unknown())])]).rest(z.unknown())
const inputSpecs = z.record(z.string(), inputSpec.or(z.unknown()))
const nodeClass = z.object({
  input: z.object({ required: inputSpecs.optional(), optional: inputSpecs.optional() }).catch({}),
  input_order: z.record(z.string(), z.array(z.string())).optional().catch(undefined),
  output: z.array(z.union([z.string(), z.array(z.unknown())])).catch([]),
  output_node: z.boolean().optional().catch(false),
  display_name: z.string().optional().catch(undefined),
})

/** Types whose value is typed into the node instead of linked to it. */
export const widgetTypes: ReadonlySet<string> = new Set(['INT', 'FLOAT', 'STRING', 'BOOLEAN', 'COMBO'])

/**
 * Reads an answer of `/object_info`. What a custom node says of itself in a way that nobody can read is left out, so that
 * one broken node does not hide all others.
 *
 * @throws ZodError when the answer is no object
 */
export function readObjectInfo(answer: unknown): ObjectInfo {
  const classes = new Map<string, NodeClass>()
  for (const [name, value] of Object.entries(z.record(z.string(), z.unknown()).parse(answer))) {
    const read = nodeClass.safeParse(value)
    if (!read.success) continue
    const { input, input_order: order, output, output_node: isOutput = false, display_name: title = name } = read.data
    classes.set(name, {
      inputs: new Map([
        ...readSpecs(input.required, order?.required, true),
        ...readSpecs(input.optional, order?.optional, false),
      ]),
      outputs: output.map(type => (typeof type === 'string' ? type : 'COMBO')),
      isOutput,
      title,
    })
  }
  return classes
}

function readSpecs(
  specs: z.output<typeof inputSpecs> = {},
  order: readonly string[] = [],
  isRequired: boolean,
): [string, InputSpec][] {
  const names = [...new Set([...order.filter(name => Object.hasOwn(specs, name)), ...Object.keys(specs)])]
  return names.flatMap(name => {
    const read = inputSpec.safeParse(specs[name])
    return read.success ? [[name, readSpec(read.data, isRequired)]] : []
  })
}

function readSpec([type, details]: z.output<typeof inputSpec>, isRequired: boolean): InputSpec {
  const given = options.parse(details ?? {})
  const upload = (['image', 'video', 'audio', 'file'] as const).find(kind => given[`${kind}_upload`] === true)
  const choices = Array.isArray(type) ? type : given.options
  const isOpen = upload !== undefined || given.remote !== undefined
  return {
    type: Array.isArray(type) ? 'COMBO' : type,
    isRequired,
    ...(isOpen || choices === undefined ? {} : { options: choices }),
    min: given.min,
    max: given.max,
    step: given.step,
    default: given.default,
    upload,
    isMultiline: given.multiline === true,
    hasControl: given.control_after_generate !== undefined && given.control_after_generate !== false,
    isSocket: given.forceInput === true,
  }
}
