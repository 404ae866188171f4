import type { UiLink, UiNode, UiWorkflow } from './ui.ts'

/** The nodes of the workflow, or of one use of a subgraph. */
export type Scope = {
  readonly nodes: ReadonlyMap<string, UiNode>
  readonly links: ReadonlyMap<number, UiLink>
  /** Stands before the ids of its nodes, as in `68:25`. */
  readonly prefix: string
  /** Where the subgraph is used. */
  readonly use: { readonly scope: Scope; readonly node: UiNode } | null
  readonly inputs: readonly string[]
}

/** A subgraph's ends: its inputs come from the one, its outputs go to the other. */
export const inputEnd = '-10'
export const outputEnd = '-20'

/** Nested deeper is a circle. */
const maxDepth = 20

export function rootScope(workflow: UiWorkflow): Scope {
  return { ...indexed(workflow), prefix: '', use: null, inputs: [] }
}

/** The inside of a node that uses a subgraph; undefined of any other. */
export function innerScope(workflow: UiWorkflow, scope: Scope, node: UiNode): Scope | undefined {
  const definition = workflow.definitions.subgraphs?.find(({ id }) => id === node.type)
  if (definition === undefined || depthOf(scope) >= maxDepth) return undefined
  const inputs = definition.inputs.map(({ name }) => name)
  return { ...indexed(definition), prefix: `${scope.prefix}${node.id}:`, use: { scope, node }, inputs }
}

function indexed({ nodes, links }: Pick<UiWorkflow, 'nodes' | 'links'>) {
  return { nodes: new Map(nodes.map(node => [node.id, node])), links: new Map(links.map(link => [link.id, link])) }
}

function depthOf({ use }: Scope): number {
  return use === null ? 0 : 1 + depthOf(use.scope)
}

/** What a person set at the use of a subgraph for a widget inside it, or for one of its inputs (`-1`). */
export function promotedValue({ node }: NonNullable<Scope['use']>, innerId: string, widget: string): unknown {
  const at = node.properties.proxyWidgets?.findIndex(([id, name]) => id === innerId && name === widget) ?? -1
  return Array.isArray(node.widgets_values) && at >= 0 ? (node.widgets_values[at] ?? undefined) : undefined
}
