import { z } from 'zod'

/** The output `slot` of a node, as the API format writes it: `[nodeId, slot]`. */
export type Link = readonly [nodeId: string, slot: number]

/** A widget's value; a list has to be wrapped as `{ __value__: […] }`, since a bare pair is a link. */
export type InputValue = string | number | boolean | null | Link | { readonly [key: string]: unknown } | readonly unknown[]

export type GraphNode = {
  readonly class_type: string
  readonly inputs: { readonly [input: string]: InputValue }
  /** `title` is what its author called the node. */
  readonly _meta?: { readonly title?: string | undefined } | undefined
}

/** A workflow in ComfyUI's API format: node id → node. */
export type Graph = { readonly [nodeId: string]: GraphNode }

/** Larger ones are no workflows that a person made. */
export const maxGraphNodes = 2000

const inputValue: z.ZodType<InputValue> = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.unknown()),
  z.record(z.string(), z.unknown()),
])

export const Graph: z.ZodType<Graph> = z
  .record(
    z.string().min(1).max(200),
    z.object({
      class_type: z.string().min(1).max(300),
      inputs: z.record(z.string().max(300), inputValue),
      _meta: z.object({ title: z.string().max(500).optional() }).optional(),
    }),
  )
  .refine(graph => Object.keys(graph).length <= maxGraphNodes, `A workflow may have ${maxGraphNodes} nodes.`)

export function isLink(value: unknown): value is Link {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && Number.isInteger(value[1])
}

/** What a person calls the node: its title, else its class. */
export function nodeTitle(graph: Graph, nodeId: string): string {
  const node = Object.hasOwn(graph, nodeId) ? graph[nodeId] : undefined
  return node?._meta?.title ?? node?.class_type ?? `node ${nodeId}`
}
