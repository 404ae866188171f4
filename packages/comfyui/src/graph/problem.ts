/** What is wrong with a graph, under the names that ComfyUI gives it; the last three are ours. */
export type GraphProblemKind =
  | 'missing_node_type'
  | 'required_input_missing'
  | 'bad_linked_input'
  | 'return_type_mismatch'
  | 'invalid_input_type'
  | 'value_smaller_than_min'
  | 'value_bigger_than_max'
  | 'value_not_in_list'
  | 'dependency_cycle'
  | 'prompt_no_outputs'
  /** The server floors such a value without a word. */
  | 'value_off_step'
  /** A check of the node's own, or one that this list does not know. */
  | 'other'

export type GraphProblem = {
  readonly kind: GraphProblemKind
  /** Null where the whole graph is meant. */
  readonly nodeId: string | null
  readonly nodeClass: string | null
  readonly input: string | null
  /** A sentence that names node and input by what a person calls them. */
  readonly message: string
  /** What to do about it. */
  readonly remedy: string
  /** The nearest value that is right, where there is one. */
  readonly nearest?: number
  /** The value at fault, shortened. */
  readonly received?: string
}

/** Files of models are named in choices; these inputs are where. */
const modelInput =
  /(^|_)(ckpt|unet|vae|clip|lora|control_net|model|upscale|style_model|gligen|audio_encoder|text_encoder)_?(name)?\d*$/

export function namesModelFile(input: string): boolean {
  return modelInput.test(input)
}

export function describeValue(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}
