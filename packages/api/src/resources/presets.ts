import { z } from 'zod'
import { id, line, text } from '../fields.ts'
import { empty, json, routes } from '../route.ts'
import { GenerationKind, PresetNow } from './generation.ts'

/** What a place in a workflow is for. */
export const WorkflowRole = z.enum([
  ...['prompt', 'negative', 'seed', 'width', 'height', 'frames', 'fps', 'steps', 'cfg', 'denoise'],
  ...['image', 'mask', 'last-frame', 'control', 'voice', 'prefix'],
] as const)
export type WorkflowRole = z.output<typeof WorkflowRole>

/** An input of a node, and what is put there for each take. */
const place = z.strictObject({ role: WorkflowRole, nodeId: z.string().min(1).max(200), input: z.string().min(1).max(300) })

/** A place that may be mapped: `role` is the guess, null where there is none. */
export const WorkflowPlace = place.extend({
  role: WorkflowRole.nullable(),
  /** What its author called the node. */
  label: z.string(),
  /** What stands there now. */
  value: z.union([z.string(), z.number()]),
})
export type WorkflowPlace = z.output<typeof WorkflowPlace>

/** Nodes in ComfyUI's API format, by id. */
const graph = z.record(z.string().max(200), z.unknown()).meta({ examples: [{ '1': { class_type: 'SaveImage', inputs: {} } }] })

/** A workflow that somebody dropped, as it was understood. */
export const WorkflowRead = z.object({
  graph,
  nodes: z.int(),
  /** The likeliest thing that it makes. */
  kind: GenerationKind,
  places: z.array(WorkflowPlace),
  /** Files of weights that it names. */
  files: z.array(z.string()),
  /** Servers of the pool that have what it needs. Those that gave no answer are in neither list. */
  can: z.array(z.object({ serverId: id, server: z.string() })),
  /** Those that cannot run it, and why: sentences that end “The server …”. */
  cannot: z.array(z.object({ serverId: id, server: z.string(), reasons: z.array(z.string()) })),
})
export type WorkflowRead = z.output<typeof WorkflowRead>

const sampleWorkflow = {
  name: 'My workflow',
  kind: 'text-to-image',
  graph: { '1': { class_type: 'CLIPTextEncode', inputs: { text: 'a fox' } } },
  places: [{ role: 'prompt', nodeId: '1', input: 'text' }],
}

const manage = { kind: 'role', role: 'admin' } as const

export const ownPresets = routes({
  readWorkflow: {
    method: 'POST',
    path: '/api/v1/presets/workflow',
    group: 'generation',
    summary: 'Read a ComfyUI workflow, and find where its prompt, seed, size and so on are; nothing is stored',
    access: manage,
    limit: { max: 60, seconds: 60 },
    maxBodyBytes: 28 * 1024 ** 2,
    body: z.strictObject({
      /** The bytes of the file in base64: JSON of either format, or a picture that ComfyUI wrote. */
      file: z
        .base64()
        .max(27 * 1024 ** 2)
        .meta({ examples: ['e30='] }),
      /** Whose nodes tell what the widgets of a saved page are called; any that runs now where it is left out. */
      serverId: id.optional(),
    }),
    reply: json(WorkflowRead),
  },
  createPreset: {
    method: 'POST',
    path: '/api/v1/presets',
    group: 'generation',
    summary: 'Add a preset for everybody here: one that is written out, or a workflow with its places mapped',
    access: manage,
    status: 201,
    maxBodyBytes: 8 * 1024 ** 2,
    body: z
      .strictObject({
        /** As in the files that come with StoryCanvas; its schema is preset.schema.json of the package comfyui. */
        preset: z.record(z.string().max(100), z.unknown()).optional(),
        workflow: z
          .strictObject({
            name: line(100),
            note: text(500).default(''),
            kind: GenerationKind,
            graph,
            places: z.array(place).min(1).max(100),
          })
          .optional(),
      })
      .refine(({ preset, workflow }) => (preset === undefined) !== (workflow === undefined), {
        message: 'is either a preset or a workflow',
        path: ['workflow'],
      })
      .meta({ examples: [{ workflow: sampleWorkflow }] }),
    reply: json(PresetNow),
  },
  deletePreset: {
    method: 'DELETE',
    path: '/api/v1/presets/:preset',
    group: 'generation',
    summary: 'Offer an own preset no longer; takes that were made with it can still be made again',
    access: manage,
    status: 204,
    params: z.object({ preset: z.string().max(60) }),
    reply: empty,
  },
})
