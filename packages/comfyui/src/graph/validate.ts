import { checkInput } from './check-input.ts'
import { isLink, nodeTitle, type Graph } from './graph.ts'
import type { ObjectInfo } from './object-info.ts'
import type { GraphProblem } from './problem.ts'

/**
 * Everything that a server with these nodes and files would refuse of a graph, and what it would quietly change: unknown
 * nodes, missing inputs, links of the wrong type or to nowhere, values outside their list, range or step, cycles.
 * Like the server, it looks only at nodes that an output depends on; only unknown classes count everywhere.
 *
 * @returns empty when the graph runs
 */
export function validateGraph(graph: Graph, info: ObjectInfo): readonly GraphProblem[] {
  const unknown = Object.entries(graph).flatMap(([nodeId, { class_type }]) =>
    info.has(class_type) ? [] : missing(graph, nodeId),
  )
  if (unknown.length > 0) return unknown
  const outputs = Object.keys(graph).filter(nodeId => info.get(graph[nodeId]?.class_type ?? '')?.isOutput === true)
  if (outputs.length === 0) return [noOutput]
  const { nodes, cycle } = reach(graph, outputs)
  const found = nodes.flatMap(nodeId => checkNode(graph, nodeId, info))
  return cycle === undefined ? found : [...found, inCircle(graph, cycle)]
}

function checkNode(graph: Graph, nodeId: string, info: ObjectInfo): GraphProblem[] {
  const node = graph[nodeId]
  const nodeClass = node && info.get(node.class_type)
  if (node === undefined || nodeClass === undefined) return []
  return [...nodeClass.inputs].flatMap(([input, spec]) => {
    const place = { graph, info, nodeId, nodeClass: node.class_type, input }
    return checkInput(place, spec, Object.hasOwn(node.inputs, input) ? node.inputs[input] : undefined) ?? []
  })
}

/** Nodes that the outputs need, each once; and one node of a circle, if there is any. */
function reach(graph: Graph, outputs: readonly string[]): { nodes: string[]; cycle?: string } {
  const state = new Map<string, 'open' | 'done'>()
  let cycle: string | undefined
  for (const output of outputs) {
    const path: { nodeId: string; next: readonly string[] }[] = []
    const enter = (nodeId: string) => {
      state.set(nodeId, 'open')
      path.push({ nodeId, next: sources(graph, nodeId) })
    }
    if (!state.has(output)) enter(output)
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const [next, ...rest] = last.next
      if (next === undefined) {
        state.set(last.nodeId, 'done')
        path.pop()
        continue
      }
      last.next = rest
      if (state.get(next) === 'open') cycle ??= next
      else if (!state.has(next)) enter(next)
    }
  }
  return { nodes: [...state.keys()], ...(cycle === undefined ? {} : { cycle }) }
}

function sources(graph: Graph, nodeId: string): string[] {
  return Object.values(graph[nodeId]?.inputs ?? {}).flatMap(value =>
    isLink(value) && Object.hasOwn(graph, value[0]) ? [value[0]] : [],
  )
}

function missing(graph: Graph, nodeId: string): GraphProblem[] {
  const nodeClass = graph[nodeId]?.class_type ?? ''
  return [
    {
      kind: 'missing_node_type',
      nodeId,
      nodeClass,
      input: null,
      message: `The server does not know the node ${nodeClass}${nodeTitle(graph, nodeId) === nodeClass ? '' : ` (“${nodeTitle(graph, nodeId)}”)`}.`,
      remedy: 'Install the custom node that brings it, update ComfyUI, or choose a server that has it.',
      received: nodeClass,
    },
  ]
}

const noOutput: GraphProblem = {
  kind: 'prompt_no_outputs',
  nodeId: null,
  nodeClass: null,
  input: null,
  message: 'The workflow saves nothing.',
  remedy: 'Add a node that saves its result, such as SaveImage or SaveVideo.',
}

function inCircle(graph: Graph, nodeId: string): GraphProblem {
  return {
    kind: 'dependency_cycle',
    nodeId,
    nodeClass: graph[nodeId]?.class_type ?? null,
    input: null,
    message: `“${nodeTitle(graph, nodeId)}” depends on its own result.`,
    remedy: 'Cut the circle of links that leads back to it.',
  }
}
