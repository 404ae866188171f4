import { z } from 'zod'
import type { Graph, GraphNode } from '../graph/graph.ts'
import { checkReferences } from '../preset/check-references.ts'
import { Preset, type PresetFile, type PresetParameter } from '../preset/preset.ts'
import { WorkflowError } from './read.ts'

/** What a place in somebody's workflow is for. */
export type PlaceRole =
  | ('prompt' | 'negative' | 'seed' | 'width' | 'height' | 'frames' | 'fps' | 'steps' | 'cfg' | 'denoise')
  | ('image' | 'mask' | 'lastImage' | 'control' | 'audio' | 'prefix')

export type MappedPlace = { readonly role: PlaceRole; readonly nodeId: string; readonly input: string }

export type MappedWorkflow = {
  readonly id: string
  readonly name: string
  readonly note: string
  readonly kind: keyof Preset['kinds']
  readonly graph: Graph
  readonly places: readonly MappedPlace[]
}

/** Kinds that make films; all others make pictures. */
const films = new Set(['text-to-video', 'image-to-video', 'lip-sync'])

/**
 * A preset of a workflow whose places somebody mapped. Files of weights that loaders name become files of the preset, so that
 * it goes only to servers that have them; sizes and counts of frames keep the grid on which the workflow's own lie.
 *
 * @throws WorkflowError that names the place or the node
 */
export function presetOfWorkflow({ id, name, note, kind, graph, places }: MappedWorkflow): Preset {
  const values = valuesOf(graph, places)
  const number = (role: PlaceRole, otherwise: number) => {
    const value = values.get(role)
    return typeof value === 'number' ? value : otherwise
  }
  const isFilm = films.has(kind)
  const { nodes, files } = withFiles(withPlaces(graph, places))
  const width = number('width', 1024)
  const height = number('height', 1024)
  const frames = number('frames', 1)
  const fps = number('fps', 24)
  const preset = {
    ...{ id, name, note, sources: [], minVersion: '0.0.0', medium: isFilm ? ('video' as const) : ('image' as const) },
    size: sizeOf(width, height, values.has('width') && values.has('height')),
    ...(isFilm && {
      frames: values.has('frames')
        ? framesOf(frames)
        : { step: 1, offset: 0, min: Math.max(1, frames), max: Math.max(1, frames), default: Math.max(1, frames) },
      fps: values.has('fps') ? { min: 1, max: 120, default: fps } : { min: fps, max: fps, default: fps },
    }),
    parameters: parametersOf(values),
    files,
    cost: { base: 2, perMegapixelStep: isFilm ? 0.05 : 0.4 },
    memory: { least: 1, comfortable: Math.max(1, ...Object.values(files).map(({ gigabytes }) => gigabytes)) },
    graph: nodes,
    kinds: { [kind]: {} },
  }
  const read = Preset.safeParse(preset)
  if (!read.success) throw new WorkflowError(`The workflow cannot be used: ${z.prettifyError(read.error)}`)
  checkReferences(read.data)
  return read.data
}

/** Files of weights that a graph names, and nodes that it is made of. */
export function needsOfGraph(graph: Graph): { files: readonly string[]; nodes: readonly string[] } {
  const { files } = withFiles(graph)
  const nodes = [...new Set(Object.values(graph).map(node => node.class_type))].sort()
  return { files: [...new Set(Object.values(files).map(({ names }) => names[0] ?? ''))].sort(), nodes }
}

/** What stands at each role's first place. */
function valuesOf(graph: Graph, places: readonly MappedPlace[]): Map<PlaceRole, string | number> {
  const values = new Map<PlaceRole, string | number>()
  for (const { role, nodeId, input } of places) {
    const node = Object.hasOwn(graph, nodeId) ? graph[nodeId] : undefined
    const value = node && Object.hasOwn(node.inputs, input) ? node.inputs[input] : undefined
    if (value === undefined) throw new WorkflowError(`${role} is mapped to ${nodeId}.${input}, which the workflow does not have.`)
    const wanted = isNumber(role) ? 'number' : 'string'
    if (typeof value !== wanted)
      throw new WorkflowError(
        `${role} is mapped to ${nodeId}.${input}, where no ${wanted === 'number' ? 'number' : 'text'} stands.`,
      )
    if (!values.has(role)) values.set(role, value as string | number)
  }
  return values
}

const numbers: ReadonlySet<PlaceRole> = new Set(['seed', 'width', 'height', 'frames', 'fps', 'steps', 'cfg', 'denoise'])
const isNumber = (role: PlaceRole) => numbers.has(role)

/** Larger sides than anybody's card makes are typing errors. */
const largestSide = 8192

function sizeOf(width: number, height: number, isMapped: boolean) {
  const onGrid = (side: number) => Math.max(64, Math.round(side / 8) * 8)
  const usual = isMapped ? { width: onGrid(width), height: onGrid(height) } : { width: 1024, height: 1024 }
  return {
    multiple: 8,
    min: 64,
    max: largestSide,
    maxPixels: Math.max(4_194_304, usual.width * usual.height * 2),
    default: usual,
  }
}

/** Models count frames in steps of 8 or of 4 beyond the first; others take any number. */
function framesOf(usual: number) {
  const step = usual > 1 && (usual - 1) % 8 === 0 ? 8 : usual > 1 && (usual - 1) % 4 === 0 ? 4 : 1
  return {
    step,
    offset: step === 1 ? 0 : 1,
    min: 1,
    max: Math.max(257, 1 + Math.floor((usual * 2) / step) * step),
    default: usual,
  }
}

/** Width, height, seed and so on are there without being named. */
function parametersOf(values: ReadonlyMap<PlaceRole, string | number>): Record<string, PresetParameter> {
  const text = (role: PlaceRole, otherwise: string) => ({
    kind: 'text' as const,
    default: String(values.get(role) ?? otherwise).slice(0, 5000),
  })
  const known: Partial<Record<PlaceRole, PresetParameter>> = {
    // The words of a take come from the story, never from whoever wrote the workflow.
    prompt: { kind: 'text', default: '' },
    negative: text('negative', ''),
    steps: { kind: 'integer', default: Math.round(Number(values.get('steps') ?? 20)), min: 1, max: 200 },
    cfg: { kind: 'number', default: Number(values.get('cfg') ?? 1), min: 0, max: 100 },
    denoise: { kind: 'number', default: Number(values.get('denoise') ?? 1), min: 0, max: 1, label: 'Strength' },
    image: { kind: 'image' },
    mask: { kind: 'image', label: 'Mask' },
    lastImage: { kind: 'image', label: 'Last frame' },
    control: { kind: 'image', label: 'Guide' },
    audio: { kind: 'audio', label: 'Voice' },
  }
  return Object.fromEntries([...values.keys()].flatMap(role => (known[role] ? [[role, known[role]]] : [])))
}

type Node = { class_type: string; inputs: Record<string, unknown>; _meta?: { title: string } }

const nodeOf = ({ class_type, inputs, _meta }: Node | GraphNode, filled: Record<string, unknown>): Node => ({
  class_type,
  inputs: { ...inputs, ...filled },
  ...(_meta?.title === undefined ? {} : { _meta: { title: _meta.title } }),
})

function withPlaces(graph: Graph, places: readonly MappedPlace[]): Record<string, Node> {
  return Object.fromEntries(
    Object.entries(graph).map(([nodeId, node]) => {
      const own = places.filter(place => place.nodeId === nodeId)
      return [nodeId, nodeOf(node, Object.fromEntries(own.map(({ input, role }) => [input, { $: role }])))]
    }),
  )
}

/** Where loaders keep what they load, below `models/`, and about how large that is in gigabytes. */
const loaders: readonly { node: RegExp; input: RegExp; folder: string; gigabytes: number }[] = [
  { node: /./, input: /^ckpt_name$/, folder: 'checkpoints', gigabytes: 7 },
  { node: /./, input: /^unet_name$/, folder: 'diffusion_models', gigabytes: 12 },
  { node: /CLIPVision/, input: /^clip_name$/, folder: 'clip_vision', gigabytes: 1.3 },
  { node: /./, input: /^clip_name\d?$/, folder: 'text_encoders', gigabytes: 5 },
  { node: /./, input: /^vae_name$/, folder: 'vae', gigabytes: 0.3 },
  { node: /./, input: /^lora_name$/, folder: 'loras', gigabytes: 0.2 },
  { node: /./, input: /^control_net_name$/, folder: 'controlnet', gigabytes: 2.5 },
  { node: /Upscale/, input: /^model_name$/, folder: 'upscale_models', gigabytes: 0.1 },
]

/** What is no file: an empty choice, and VAEs that are part of ComfyUI. */
const noFile = /^(None|none|default|pixel_space|taesd.*|)$/

function withFiles(graph: Readonly<Record<string, Node | GraphNode>>): {
  nodes: Record<string, Node>
  files: Record<string, PresetFile>
} {
  const files: Record<string, PresetFile> = {}
  const nodes = Object.entries(graph).map(([nodeId, node]) => {
    const filled = Object.entries(node.inputs).flatMap(([input, value]): [string, unknown][] => {
      // The same as nothing, to ComfyUI.
      if (value === null) return []
      const loader = loaders.find(one => one.node.test(node.class_type) && one.input.test(input))
      if (!loader || typeof value !== 'string' || noFile.test(value)) return [[input, value]]
      const { folder, gigabytes } = loader
      const name = `file${Object.keys(files).length + 1}`
      const known = Object.keys(files).find(one => files[one]?.folder === folder && files[one]?.names[0] === value)
      if (known === undefined) files[name] = { folder, names: [value], gigabytes }
      return [[input, { $file: known ?? name }]]
    })
    return [nodeId, nodeOf({ ...node, inputs: {} }, Object.fromEntries(filled))] as const
  })
  return { nodes: Object.fromEntries(nodes), files }
}
