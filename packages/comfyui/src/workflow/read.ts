import { Graph } from '../graph/graph.ts'
import { isPng, readPngTexts } from './png-texts.ts'
import { UiWorkflow } from './ui.ts'

export type Workflow =
  /** Runs as it is. */
  | { readonly kind: 'api'; readonly graph: Graph }
  /** Has to be converted with what a server knows of its nodes: `convertWorkflow`. */
  | { readonly kind: 'ui'; readonly workflow: UiWorkflow }

/** What was given is no workflow; the message says what it is instead. */
export class WorkflowError extends Error {
  override name = 'WorkflowError'
}

const maxJson = 32 * 1024 * 1024

/**
 * Reads a workflow that somebody drops: JSON of either format, also as the body of a request, or a picture that ComfyUI
 * wrote, which carries both.
 *
 * @throws WorkflowError
 */
export function readWorkflow(bytes: Uint8Array): Workflow {
  if (isPng(bytes)) return readFromPng(bytes)
  if (bytes.byteLength > maxJson) throw new WorkflowError('The file is too large for a workflow; it may have 32 MB.')
  return readFromJson(new TextDecoder().decode(bytes), 'The file')
}

function readFromPng(bytes: Uint8Array): Workflow {
  const texts = readPngTexts(bytes)
  const text = texts.get('prompt') ?? texts.get('workflow')
  if (text === undefined)
    throw new WorkflowError('The picture carries no workflow; some programs take it out. Use the JSON instead.')
  return readFromJson(text, 'The workflow in the picture')
}

function readFromJson(text: string, what: string): Workflow {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new WorkflowError(`${what} is no JSON. Export the workflow from ComfyUI with “Export (API)” or “Save”.`, { cause })
  }
  const [inner] = [member(value, 'prompt'), member(member(value, 'input'), 'workflow')].filter(one => typeof one === 'object')
  for (const one of [value, inner]) {
    const found = readValue(one)
    if (found !== undefined) return found
  }
  throw new WorkflowError(`${what} holds no nodes of ComfyUI. Export the workflow from ComfyUI with “Export (API)” or “Save”.`)
}

function readValue(value: unknown): Workflow | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const ui = UiWorkflow.safeParse(value)
  if (ui.success) return { kind: 'ui', workflow: ui.data }
  const graph = Graph.safeParse(value)
  return graph.success && Object.keys(graph.data).length > 0 ? { kind: 'api', graph: graph.data } : undefined
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as { [name: string]: unknown })[name]
    : undefined
}
