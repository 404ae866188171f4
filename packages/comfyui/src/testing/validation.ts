import type { Graph } from '../graph/graph.ts'
import type { ObjectInfo } from '../graph/object-info.ts'
import type { GraphProblem } from '../graph/problem.ts'
import { validateGraph } from '../graph/validate.ts'
import { executionOrder } from './plan.ts'

export type Verdict =
  | { readonly kind: 'refused'; readonly body: unknown }
  /** Some outputs may be wrong: then they are in `errors`, and do not run. */
  | { readonly kind: 'taken'; readonly outputs: readonly string[]; readonly errors: { readonly [nodeId: string]: unknown } }

const failed = {
  type: 'prompt_outputs_failed_validation',
  message: 'Prompt outputs failed validation',
  details: '',
  extra_info: {},
}

/** As ComfyUI 0.3.64 answers POST /prompt: taken as soon as one output is right. */
export function judge(graph: Graph, info: ObjectInfo, uploads: ReadonlySet<string>): Verdict {
  for (const [nodeId, { class_type: nodeClass }] of Object.entries(graph)) {
    if (info.has(nodeClass)) continue
    const message = `Cannot execute because node ${nodeClass} does not exist.`
    return refuse({ type: 'invalid_prompt', message, details: `Node ID '#${nodeId}'`, extra_info: {} })
  }
  const outputs = Object.keys(graph).filter(nodeId => info.get(graph[nodeId]?.class_type ?? '')?.isOutput === true)
  if (outputs.length === 0)
    return refuse({ type: 'prompt_no_outputs', message: 'Prompt has no outputs', details: '', extra_info: {} })
  const problems = [
    ...validateGraph(graph, info).filter(({ kind }) => kind !== 'value_off_step'),
    ...missingUploads(graph, info, uploads),
  ]
  if (problems.some(({ kind }) => kind === 'dependency_cycle')) return refuse(failed)
  const isRight = (output: string) =>
    executionOrder(graph, [output]).every(nodeId => problems.every(one => one.nodeId !== nodeId))
  const right = outputs.filter(isRight)
  const errors = writeErrors(graph, outputs, problems)
  return right.length > 0 ? { kind: 'taken', outputs: right, errors } : refuse(failed, errors)
}

function refuse(error: unknown, errors: unknown = {}): Verdict {
  return { kind: 'refused', body: { error, node_errors: errors } }
}

function writeErrors(graph: Graph, outputs: readonly string[], problems: readonly GraphProblem[]) {
  const nodes = [...new Set(problems.flatMap(({ nodeId }) => nodeId ?? []))]
  return Object.fromEntries(
    nodes.map(nodeId => [
      nodeId,
      {
        errors: problems.filter(one => one.nodeId === nodeId).map(writeError),
        dependent_outputs: outputs.filter(output => executionOrder(graph, [output]).includes(nodeId)),
        class_type: graph[nodeId]?.class_type,
      },
    ]),
  )
}

function writeError({ kind, input, message, received }: GraphProblem) {
  const details = kind === 'value_not_in_list' ? `${input}: '${received}' not in []` : String(input)
  return {
    type: kind,
    message,
    details,
    extra_info: { input_name: input, ...(received === undefined ? {} : { received_value: received }) },
  }
}

/** LoadImage and its like look for the file before they say yes. */
function missingUploads(graph: Graph, info: ObjectInfo, uploads: ReadonlySet<string>): GraphProblem[] {
  return Object.entries(graph).flatMap(([nodeId, { class_type: nodeClass, inputs }]) =>
    [...(info.get(nodeClass)?.inputs ?? [])].flatMap(([input, { upload }]) => {
      const value = inputs[input]
      if (upload === undefined || typeof value !== 'string' || uploads.has(value)) return []
      const message = `Custom validation failed for node: ${input} - Invalid ${upload} file: ${value}`
      return [{ kind: 'other' as const, nodeId, nodeClass, input, message, remedy: '', received: value }]
    }),
  )
}
