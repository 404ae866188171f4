import { innerScope, inputEnd, outputEnd, promotedValue, type Scope } from './scope.ts'
import type { UiNode, UiWorkflow } from './ui.ts'

/** What feeds an input, when the nodes that only pass things on are taken away. */
export type Source =
  | { readonly kind: 'node'; readonly scope: Scope; readonly node: UiNode; readonly slot: number }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'nothing' }

const nothing: Source = { kind: 'nothing' }
const maxSteps = 500

/** Follows a link back through reroutes, primitives, nodes that are passed by, and the ends of subgraphs. */
export function traceLink(workflow: UiWorkflow, scope: Scope, linkId: number, steps = 0): Source {
  const link = scope.links.get(linkId)
  if (link === undefined || steps > maxSteps) return nothing
  if (link.from === inputEnd) return traceOutwards(workflow, scope, link.slot, steps)
  const node = scope.nodes.get(link.from)
  return node === undefined ? nothing : traceNode(workflow, scope, node, link.slot, steps)
}

function traceNode(workflow: UiWorkflow, scope: Scope, node: UiNode, slot: number, steps: number): Source {
  if (node.mode === 2) return nothing
  if (node.type === 'Reroute') return traceInput(workflow, scope, node.inputs[0]?.link, steps)
  if (node.mode === 4) {
    const type = node.outputs[slot]?.type
    const passed = node.inputs.find(input => input.type === type && input.link != null)
    return traceInput(workflow, scope, passed?.link, steps)
  }
  if (node.type === 'PrimitiveNode') {
    return Array.isArray(node.widgets_values) ? { kind: 'value', value: node.widgets_values[0] } : nothing
  }
  const inner = innerScope(workflow, scope, node)
  if (inner === undefined) return { kind: 'node', scope, node, slot }
  const end = [...inner.links.values()].find(link => link.to === outputEnd && link.input === slot)
  return traceInput(workflow, inner, end?.id, steps)
}

function traceInput(workflow: UiWorkflow, scope: Scope, link: number | null | undefined, steps: number): Source {
  return link == null ? nothing : traceLink(workflow, scope, link, steps + 1)
}

function traceOutwards(workflow: UiWorkflow, { use, inputs }: Scope, slot: number, steps: number): Source {
  const name = inputs[slot]
  if (use === null || name === undefined) return nothing
  const link = use.node.inputs.find(input => input.name === name)?.link
  if (link != null) return traceLink(workflow, use.scope, link, steps + 1)
  const value = promotedValue(use, '-1', name)
  return value === undefined ? nothing : { kind: 'value', value }
}
