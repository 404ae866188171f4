import { z } from 'zod'

const nodeId = z.union([z.string(), z.number()]).transform(String)

/** `[id, from node, from slot, to node, to slot, type]`, or the same with names inside subgraphs. */
const link = z
  .union([
    z
      .tuple([z.number(), nodeId, z.number(), nodeId, z.number()])
      .rest(z.unknown())
      .transform(([id, from, slot, to, input]) => ({ id, from, slot, to, input })),
    z
      .object({ id: z.number(), origin_id: nodeId, origin_slot: z.number(), target_id: nodeId, target_slot: z.number() })
      .transform(one => ({ id: one.id, from: one.origin_id, slot: one.origin_slot, to: one.target_id, input: one.target_slot })),
  ])
  .nullable()
const links = z.array(link).transform(list => list.filter(one => one !== null))

const node = z.object({
  id: nodeId,
  type: z.string(),
  title: z.string().max(500).optional().catch(undefined),
  /** 0 runs, 2 is muted, 4 is passed by. */
  mode: z.number().catch(0),
  inputs: z
    .array(
      z.object({
        name: z.string(),
        type: z.unknown(),
        link: z.number().nullish(),
        widget: z.object({ name: z.string() }).optional().catch(undefined),
      }),
    )
    .catch([]),
  outputs: z.array(z.object({ type: z.unknown() })).catch([]),
  widgets_values: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).catch([]),
  properties: z
    .object({ proxyWidgets: z.array(z.tuple([nodeId, z.string()])).catch([]) })
    .partial()
    .catch({}),
})

/** A workflow as ComfyUI's page saves it. Widgets stand without their names; only a server's object info tells them. */
export const UiWorkflow = z.object({
  nodes: z.array(node).max(5000),
  links,
  definitions: z
    .object({
      subgraphs: z.array(
        z.object({
          id: z.string(),
          nodes: z.array(node).max(5000),
          links,
          inputs: z.array(z.object({ name: z.string() })).catch([]),
        }),
      ),
    })
    .partial()
    .catch({}),
})
export type UiWorkflow = z.output<typeof UiWorkflow>
export type UiNode = UiWorkflow['nodes'][number]
export type UiLink = UiWorkflow['links'][number]
