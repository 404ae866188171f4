import { readFileSync } from 'node:fs'
import { z } from 'zod'

const numbers = z.object({
  default: z.number().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().optional(),
  control: z.boolean().optional(),
})

/** `FILES` names a folder of models, `UPLOAD` a kind of file, a choice `@name` one of the shared lists. */
const spec = z.tuple([z.string()]).rest(z.unknown())
const specs = z.record(z.string(), spec)

const nodeTable = z.object({
  choices: z.record(z.string(), z.array(z.string())),
  nodes: z.record(
    z.string(),
    z.object({ in: specs, optional: specs.optional(), out: z.array(z.string()), saves: z.boolean().optional() }),
  ),
})
type NodeTable = z.output<typeof nodeTable>

/** Model files by folder. */
export type ModelFiles = { readonly [folder: string]: readonly string[] }

/** An answer of `/object_info` for the nodes that the presets use, with the given files in its choices. */
export function makeObjectInfo(files: ModelFiles, uploads: () => readonly string[] = () => []): { [nodeClass: string]: unknown } {
  const { choices, nodes } = readNodeTable()
  const entry = (given: z.output<typeof specs>) =>
    Object.fromEntries(Object.entries(given).map(([input, one]) => [input, write(one, choices, files, uploads)]))
  return Object.fromEntries(
    Object.entries(nodes).map(([name, { in: required, optional, out, saves = false }]) => [
      name,
      {
        input: { required: entry(required), ...(optional === undefined ? {} : { optional: entry(optional) }) },
        input_order: { required: Object.keys(required), ...(optional === undefined ? {} : { optional: Object.keys(optional) }) },
        output: out,
        output_is_list: out.map(() => false),
        output_name: out,
        name,
        display_name: name,
        description: '',
        python_module: 'nodes',
        category: 'testing',
        output_node: saves,
      },
    ]),
  )
}

function readNodeTable(): NodeTable {
  return nodeTable.parse(JSON.parse(readFileSync(new URL('nodes.json', import.meta.url), 'utf8')))
}

function write(
  [type, detail, preset]: z.output<typeof spec>,
  choices: NodeTable['choices'],
  files: ModelFiles,
  uploads: () => readonly string[],
): unknown[] {
  if (type === 'FILES') return [[...(files[String(detail)] ?? [])], {}]
  if (type === 'UPLOAD') return [[...uploads()], { [`${String(detail)}_upload`]: true }]
  if (type === 'CHOICE') {
    const [name] = Array.isArray(detail) ? detail : []
    const options =
      typeof detail === 'string' ? choices[detail.slice(1)] : Array.isArray(detail) && name !== undefined ? detail : []
    return [options, preset === undefined ? {} : { default: preset }]
  }
  if (type !== 'INT' && type !== 'FLOAT') return detail === undefined ? [type] : [type, detail]
  const { control, ...bounds } = numbers.parse(detail)
  return [type, { ...bounds, ...(control === true ? { control_after_generate: true } : {}) }]
}
