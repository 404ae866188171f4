import { isLink, type Graph } from '../graph/graph.ts'

/** Nodes that the outputs need, each behind what it depends on. */
export function executionOrder(graph: Graph, outputs: readonly string[]): readonly string[] {
  const order: string[] = []
  const seen = new Set<string>()
  const visit = (nodeId: string) => {
    if (seen.has(nodeId)) return
    seen.add(nodeId)
    for (const value of Object.values(graph[nodeId]?.inputs ?? {})) if (isLink(value)) visit(value[0])
    order.push(nodeId)
  }
  for (const output of outputs) visit(output)
  return order
}

/** Equal for nodes that give the same: their class and inputs, and those of all that they depend on. */
export function signature(graph: Graph, nodeId: string): string {
  const node = graph[nodeId]
  const inputs = Object.entries(node?.inputs ?? {}).map(([input, value]) => [
    input,
    isLink(value) ? [signature(graph, value[0]), value[1]] : value,
  ])
  return JSON.stringify([node?.class_type, inputs])
}

/** Steps of a node that samples, 0 of any other. */
export function stepsOf(graph: Graph, nodeId: string): number {
  const node = graph[nodeId]
  if (node === undefined || !/Sampler/.test(node.class_type) || node.class_type === 'KSamplerSelect') return 0
  const { steps, start_at_step: start, end_at_step: end, sigmas } = node.inputs
  if (typeof steps === 'number') {
    const from = typeof start === 'number' ? start : 0
    return Math.max(1, Math.min(steps, typeof end === 'number' ? end : steps) - from)
  }
  const linked = isLink(sigmas) ? graph[sigmas[0]]?.inputs.steps : undefined
  return typeof linked === 'number' ? linked : 4
}

/** Width and height as any node of the graph has them. */
export function pictureSizeOf(graph: Graph): { readonly width: number; readonly height: number } {
  const sized = Object.values(graph).find(({ inputs }) => typeof inputs.width === 'number' && typeof inputs.height === 'number')
  return { width: Number(sized?.inputs.width ?? 512), height: Number(sized?.inputs.height ?? 512) }
}
