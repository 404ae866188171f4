import { nodeTitle, type Graph } from '../graph/graph.ts'
import { describeValue, namesModelFile, type GraphProblem, type GraphProblemKind } from '../graph/problem.ts'
import { refused, type RefusalReason, type ServerError } from '../server/failure.ts'
import type { NodeErrors, Rejection } from './shapes.ts'

const known: ReadonlySet<string> = new Set<GraphProblemKind>([
  'missing_node_type',
  'required_input_missing',
  'bad_linked_input',
  'return_type_mismatch',
  'invalid_input_type',
  'value_smaller_than_min',
  'value_bigger_than_max',
  'value_not_in_list',
  'dependency_cycle',
  'prompt_no_outputs',
])

/** A 400 of `/prompt` as an error that says in words what is wrong with which node. */
export function readRejection({ error, node_errors: nodes }: Rejection, graph: Graph): ServerError {
  const missing = missingClass(error)
  if (missing !== undefined) {
    const nodeId = Object.keys(graph).find(id => graph[id]?.class_type === missing) ?? null
    return rejection('missing-node', [
      {
        kind: 'missing_node_type',
        nodeId,
        nodeClass: missing,
        input: null,
        message: `The server does not know the node ${missing}.`,
        remedy: 'Install the custom node that brings it, update ComfyUI, or choose a server that has it.',
        received: missing,
      },
    ])
  }
  const problems = readNodeErrors(nodes, graph)
  if (problems.length > 0) return rejection(reasonOf(problems), problems)
  const isCycle = error.type === 'dependency_cycle' || error.type === 'prompt_outputs_failed_validation'
  const kind: GraphProblemKind = isCycle ? 'dependency_cycle' : error.type === 'prompt_no_outputs' ? error.type : 'other'
  const remedy = isCycle
    ? 'Cut the circle of links in the workflow.'
    : kind === 'prompt_no_outputs'
      ? 'Add a node that saves its result, such as SaveImage.'
      : 'Check the workflow in ComfyUI itself.'
  const message = isCycle ? 'Some node of the workflow depends on its own result.' : `${error.message} ${error.details}`.trim()
  return rejection('invalid-graph', [{ kind, nodeId: null, nodeClass: null, input: null, message, remedy }])
}

/** Older servers name the class in a sentence only. */
function missingClass({ type, message, extra_info: extra }: Rejection['error']): string | undefined {
  if (type === 'missing_node_type' && extra.class_type !== undefined) return extra.class_type
  return type === 'invalid_prompt' || type === 'missing_node_type' ? /node (.+) does not exist/.exec(message)?.[1] : undefined
}

export function rejection(reason: RefusalReason, problems: readonly GraphProblem[], isLeftRunning = false): ServerError {
  return refused(reason, problems.map(({ message }) => message).join(' '), { problems, isLeftRunning })
}

export function reasonOf(problems: readonly GraphProblem[]): RefusalReason {
  if (problems.some(({ kind }) => kind === 'missing_node_type')) return 'missing-node'
  const isFile = ({ kind, input }: GraphProblem) => kind === 'value_not_in_list' && input !== null && namesModelFile(input)
  return problems.length > 0 && problems.every(isFile) ? 'missing-file' : 'invalid-graph'
}

export function readNodeErrors(nodes: NodeErrors, graph: Graph): readonly GraphProblem[] {
  return Object.entries(nodes).flatMap(([nodeId, { errors, class_type: nodeClass }]) =>
    errors.map(({ type, message, details, extra_info: extra }) => {
      const kind = known.has(type) ? (type as GraphProblemKind) : 'other'
      const input = extra.input_name ?? null
      const title = Object.hasOwn(graph, nodeId) ? nodeTitle(graph, nodeId) : nodeClass
      const received = extra.received_value === undefined ? undefined : describeValue(extra.received_value)
      return {
        kind,
        nodeId,
        nodeClass,
        input,
        message: `“${title}”: ${words(kind, input, received) ?? `${message}${details === '' ? '' : ` (${details})`}`}.`,
        remedy: remedy(kind, input),
        ...(received === undefined ? {} : { received }),
      }
    }),
  )
}

function words(kind: GraphProblemKind, input: string | null, received: string | undefined): string | undefined {
  if (input === null) return undefined
  if (kind === 'required_input_missing') return `“${input}” is missing`
  if (received === undefined) return undefined
  if (kind === 'value_not_in_list')
    return namesModelFile(input) ? `the server does not have ${received}` : `“${input}” cannot be ${received}`
  if (kind === 'value_smaller_than_min') return `“${input}” is ${received}, which is too little`
  return kind === 'value_bigger_than_max' ? `“${input}” is ${received}, which is too much` : undefined
}

function remedy(kind: GraphProblemKind, input: string | null): string {
  if (kind === 'value_not_in_list' && input !== null && namesModelFile(input))
    return 'Put the file into the server’s models folder, or choose a server that has it.'
  const remedies: { readonly [kind in GraphProblemKind]?: string } = {
    required_input_missing: 'Give the input a value or a link.',
    bad_linked_input: 'Link it to a node of the workflow.',
    return_type_mismatch: 'Link it to an output of the type that it takes.',
    invalid_input_type: 'Give it a value of the type that it takes.',
    value_smaller_than_min: 'Use a larger value.',
    value_bigger_than_max: 'Use a smaller value.',
    value_not_in_list: 'Choose one of the values that the server offers.',
  }
  return remedies[kind] ?? 'Look at this node in ComfyUI itself.'
}
