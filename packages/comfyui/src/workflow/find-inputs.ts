import { isLink, nodeTitle, type Graph, type InputValue } from '../graph/graph.ts'

export type InputRole =
  | 'prompt'
  | 'negative'
  | 'seed'
  | 'width'
  | 'height'
  | 'frames'
  | 'fps'
  | 'steps'
  | 'cfg'
  | 'denoise'
  | 'image'
  | 'video'
  | 'audio'
  | 'prefix'

/** A place in a graph that a person may want to set. */
export type InputSuggestion = {
  readonly role: InputRole
  readonly nodeId: string
  readonly input: string
  /** What its author called the node. */
  readonly label: string
  readonly value: string | number
}

/**
 * Where a stranger's workflow takes its prompt, seed, size and so on, the likeliest first for each role. Prompts are told
 * from negative ones by where their conditioning goes.
 */
export function findInputs(graph: Graph): readonly InputSuggestion[] {
  const found = [...findPrompts(graph), ...findNamed(graph)]
  const seen = new Set<string>()
  return found.filter(({ nodeId, input }) => {
    const key = JSON.stringify([nodeId, input])
    return !seen.has(key) && seen.add(key)
  })
}

type Place = { readonly nodeId: string; readonly input: string }

const roleOfInput: { readonly [input: string]: InputRole } = {
  seed: 'seed',
  noise_seed: 'seed',
  width: 'width',
  height: 'height',
  length: 'frames',
  video_frames: 'frames',
  num_frames: 'frames',
  frames_number: 'frames',
  fps: 'fps',
  frame_rate: 'fps',
  steps: 'steps',
  cfg: 'cfg',
  denoise: 'denoise',
  filename_prefix: 'prefix',
}

const loaders: readonly (readonly [RegExp, string, InputRole])[] = [
  [/^LoadImage/, 'image', 'image'],
  [/LoadVideo/, 'file', 'video'],
  [/LoadVideo/, 'video', 'video'],
  [/^LoadAudio/, 'audio', 'audio'],
]

function findNamed(graph: Graph): InputSuggestion[] {
  return Object.entries(graph).flatMap(([nodeId, { class_type: nodeClass, inputs }]) =>
    Object.keys(inputs).flatMap(input => {
      const loaded = loaders.find(([pattern, name]) => name === input && pattern.test(nodeClass))?.[2]
      const role = loaded ?? (Object.hasOwn(roleOfInput, input) ? roleOfInput[input] : undefined)
      // The second sampler of a pair adds no noise: its seed changes nothing.
      if (role === undefined || (role === 'seed' && inputs.add_noise === 'disable')) return []
      const place = literalPlace(graph, { nodeId, input })
      return place === undefined ? [] : suggestion(graph, role, place, loaded === undefined ? 'number' : 'string')
    }),
  )
}

function suggestion(graph: Graph, role: InputRole, { nodeId, input }: Place, type: 'number' | 'string'): InputSuggestion[] {
  const value = graph[nodeId]?.inputs[input]
  const wanted = role === 'prefix' ? 'string' : type
  if ((typeof value !== 'string' && typeof value !== 'number') || typeof value !== wanted) return []
  return [{ role, nodeId, input, label: nodeTitle(graph, nodeId), value }]
}

/** The place itself, or that of the plain value which is linked to it. */
function literalPlace(graph: Graph, place: Place, steps = 0): Place | undefined {
  const value = valueAt(graph, place)
  if (!isLink(value)) return place
  const [nodeId] = value
  const source = graph[nodeId]
  if (source === undefined || steps > 20) return undefined
  const input = ['value', 'string', 'text', 'int', 'float'].find(name => Object.hasOwn(source.inputs, name))
  const isPlain = /Primitive|Constant|Int|Float|String|Text|Seed/.test(source.class_type) && !/Encode/.test(source.class_type)
  return input !== undefined && isPlain ? literalPlace(graph, { nodeId, input }, steps + 1) : undefined
}

function valueAt(graph: Graph, { nodeId, input }: Place): InputValue | undefined {
  const inputs = graph[nodeId]?.inputs
  return inputs !== undefined && Object.hasOwn(inputs, input) ? inputs[input] : undefined
}

const textInputs = ['text', 'prompt', 'text_g', 'text_l', 't5xxl', 'clip_l', 'positive_prompt', 'tags', 'lyrics']

/** Back from where conditioning is used to the texts that it was made of. */
function findPrompts(graph: Graph): InputSuggestion[] {
  return Object.entries(graph).flatMap(([, { class_type: nodeClass, inputs }]) => {
    if (!/Sampler|Guider/.test(nodeClass)) return []
    const from = (input: string, role: 'prompt' | 'negative') => {
      const value = inputs[input]
      return isLink(value) ? textsBehind(graph, value, new Set()).flatMap(place => suggestion(graph, role, place, 'string')) : []
    }
    return [...from('positive', 'prompt'), ...from('conditioning', 'prompt'), ...from('negative', 'negative')]
  })
}

const notConditioning = /^(clip|model|vae|image|pixels|latent|mask|control_net|clip_vision|audio)/

function textsBehind(graph: Graph, [nodeId, slot]: readonly [string, number], seen: Set<string>): Place[] {
  const node = graph[nodeId]
  if (node === undefined || seen.has(nodeId) || node.class_type === 'ConditioningZeroOut') return []
  seen.add(nodeId)
  const texts = textInputs
    .filter(input => Object.hasOwn(node.inputs, input))
    .flatMap(input => literalPlace(graph, { nodeId, input }) ?? [])
  if (texts.length > 0) return texts
  // Nodes that change both at once give them out in this order.
  const isPair = isLink(node.inputs.positive) && isLink(node.inputs.negative)
  return Object.entries(node.inputs).flatMap(([input, value]) => {
    if (!isLink(value) || notConditioning.test(input)) return []
    if (isPair && input === (slot === 0 ? 'negative' : 'positive')) return []
    return textsBehind(graph, value, seen)
  })
}
