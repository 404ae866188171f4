import type { Graph, InputValue } from '../graph/graph.ts'
import { widgetTypes, type NodeClass, type ObjectInfo } from '../graph/object-info.ts'
import { WorkflowError } from './read.ts'
import { innerScope, promotedValue, rootScope, type Scope } from './scope.ts'
import { traceLink } from './trace.ts'
import type { UiNode, UiWorkflow } from './ui.ts'

/** They belong to the page alone. */
const pageOnly = new Set(['Note', 'MarkdownNote', 'Reroute', 'PrimitiveNode'])

/**
 * A workflow as the page saves it, in the format that a server runs: subgraphs are unfolded, muted nodes and those that
 * are passed by are gone, widgets have their names.
 *
 * @throws WorkflowError naming the nodes that the server does not know: without them their widgets cannot be told apart
 */
export function convertWorkflow(workflow: UiWorkflow, info: ObjectInfo): Graph {
  const placed = [...allNodes(workflow, rootScope(workflow))]
  const unknown = [...new Set(placed.map(({ node }) => node.type).filter(type => !info.has(type)))]
  if (unknown.length > 0) {
    throw new WorkflowError(
      `The server does not know ${unknown.join(', ')}. Choose one that has these nodes, or give the workflow in API format.`,
    )
  }
  return Object.fromEntries(
    placed.map(({ scope, node }) => {
      const nodeClass = info.get(node.type) as NodeClass
      const inputs = { ...readWidgets(scope, node, nodeClass), ...readLinks(workflow, scope, node) }
      return [idOf(scope, node), { class_type: node.type, inputs, _meta: { title: node.title ?? nodeClass.title } }]
    }),
  )
}

function* allNodes(workflow: UiWorkflow, scope: Scope): Generator<{ scope: Scope; node: UiNode }> {
  for (const node of scope.nodes.values()) {
    if (node.mode === 2 || node.mode === 4 || pageOnly.has(node.type)) continue
    const inner = innerScope(workflow, scope, node)
    if (inner === undefined) yield { scope, node }
    else yield* allNodes(workflow, inner)
  }
}

function idOf(scope: Scope, node: UiNode): string {
  return `${scope.prefix}${node.id}`
}

function readLinks(workflow: UiWorkflow, scope: Scope, node: UiNode): { [input: string]: InputValue } {
  const linked: { [input: string]: InputValue } = {}
  for (const { name, link, widget } of node.inputs) {
    if (link == null) continue
    const source = traceLink(workflow, scope, link)
    if (source.kind === 'node') linked[widget?.name ?? name] = [idOf(source.scope, source.node), source.slot]
    if (source.kind === 'value') linked[widget?.name ?? name] = wrapped(source.value)
  }
  return linked
}

/** How a seed changes from run to run: a second widget behind it that belongs to the page. */
const controls = new Set<unknown>(['fixed', 'increment', 'decrement', 'randomize'])

function readWidgets(scope: Scope, node: UiNode, nodeClass: NodeClass): { [input: string]: InputValue } {
  const values = node.widgets_values
  const widgets: { [input: string]: InputValue } = {}
  let at = 0
  for (const [input, spec] of nodeClass.inputs) {
    if (!spec.type.split(',').some(type => widgetTypes.has(type)) || spec.isSocket) continue
    const own = Array.isArray(values) ? values[at++] : values[input]
    if (Array.isArray(values) && (spec.hasControl || input.endsWith('seed')) && controls.has(values[at])) at++
    const value = (scope.use === null ? undefined : promotedValue(scope.use, node.id, input)) ?? own
    if (value !== undefined && value !== null) widgets[input] = wrapped(value)
  }
  return widgets
}

function wrapped(value: unknown): InputValue {
  return Array.isArray(value) ? { __value__: value } : (value as InputValue)
}
