import { z } from 'zod'
import { byId, id, instant, line } from '../fields.ts'
import { empty, json, routes } from '../route.ts'

const label = line(60)
const url = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .meta({ examples: ['http://gpu-1.lan:8188'] })
/** Names and values of HTTP headers, such as a proxy's key. Written only: nobody reads them back. */
const headers = z
  .record(z.string().regex(/^[\w-]{1,80}$/), z.string().min(1).max(4000))
  .refine(one => Object.keys(one).length <= 20)
const slots = z.int().min(1).max(16)
const presets = z.array(z.string().max(100)).max(200).nullable()

export const GenerationServer = z.object({
  id,
  label: z.string(),
  kind: z.enum(['comfyui', 'runpod']),
  /** Null for those who may not manage servers. */
  url: z.string().nullable(),
  /** Names of the headers that go with every call, without their values. */
  headerNames: z.array(z.string()),
  slots: z.int(),
  /** Presets that it may run; null is every one that it has the files for. */
  presets: z.array(z.string()).nullable(),
  state: z.enum(['enabled', 'draining', 'off']),
  /** How it is doing: `resting` after failures until `restsUntil`, `busy` with what others put there. */
  condition: z.enum(['unknown', 'up', 'busy', 'resting']),
  /** What is wrong, in words that name no address. */
  reason: z.string().nullable(),
  restsUntil: instant.nullable(),
  version: z.string().nullable(),
  /** Gigabytes of the largest card. */
  memory: z.number().nullable(),
  /** Jobs that it has in hand, whoever’s they are. */
  running: z.int(),
  waiting: z.int(),
  /** Those of them that the asker may see, oldest first. */
  inHand: z.array(z.object({ jobId: id, state: z.enum(['running', 'waiting']) })),
  /** What it ran last: as a rule the model that is loaded. */
  lastPreset: z.string().nullable(),
  /** Seconds that its latest runs took on average. */
  secondsPerRun: z.number().nullable(),
  /** Presets that it can run now, with the kinds of each. */
  runs: z.array(z.object({ preset: z.string(), kinds: z.array(z.string()) })),
  seenAt: instant.nullable(),
  createdAt: instant,
})
export type GenerationServer = z.output<typeof GenerationServer>

const manage = { kind: 'role', role: 'admin' } as const

export const servers = routes({
  createGenerationServer: {
    method: 'POST',
    path: '/api/v1/comfyui/servers',
    group: 'servers',
    summary: 'Add a server that makes pictures or films; it is looked at first',
    access: manage,
    status: 201,
    body: z.strictObject({
      label,
      url,
      kind: z.enum(['comfyui', 'runpod']).default('comfyui'),
      headers: headers.default({}),
      slots: slots.default(1),
      presets: presets.default(null),
    }),
    reply: json(GenerationServer),
  },
  listGenerationServers: {
    method: 'GET',
    path: '/api/v1/comfyui/servers',
    group: 'servers',
    summary: 'The servers of the pool and how each is doing',
    access: { kind: 'account' },
    reply: json(z.object({ items: z.array(GenerationServer) })),
  },
  getGenerationServer: {
    method: 'GET',
    path: '/api/v1/comfyui/servers/:id',
    group: 'servers',
    summary: 'One server of the pool',
    access: { kind: 'account' },
    params: byId,
    reply: json(GenerationServer),
  },
  getGenerationServerInfo: {
    method: 'GET',
    path: '/api/v1/comfyui/servers/:id/info',
    group: 'servers',
    summary: 'What a server can run, and for each preset that it cannot: why',
    access: manage,
    params: byId,
    reply: json(
      GenerationServer.extend({
        presetChecks: z.array(z.object({ preset: z.string(), kind: z.string(), reasons: z.array(z.string()) })),
      }),
    ),
  },
  updateGenerationServer: {
    method: 'PATCH',
    path: '/api/v1/comfyui/servers/:id',
    group: 'servers',
    summary: 'Change a server; `state` switches it on, off, or lets it finish what it has',
    access: manage,
    params: byId,
    body: z
      .strictObject({ label, url, headers, slots, presets, state: z.enum(['enabled', 'draining', 'off']) })
      .partial()
      .refine(body => Object.keys(body).length > 0, 'name at least one field to change'),
    reply: json(GenerationServer),
  },
  deleteGenerationServer: {
    method: 'DELETE',
    path: '/api/v1/comfyui/servers/:id',
    group: 'servers',
    summary: 'Take a server out of the pool; what it was doing goes elsewhere',
    access: manage,
    status: 204,
    params: byId,
    reply: empty,
  },
  probeGenerationServer: {
    method: 'POST',
    path: '/api/v1/comfyui/servers/:id/probe',
    group: 'servers',
    summary: 'Look at a server anew: nodes, models, memory, and whether it executes anything',
    access: manage,
    params: byId,
    reply: json(GenerationServer),
  },
  drainGenerationServer: {
    method: 'POST',
    path: '/api/v1/comfyui/servers/:id/drain',
    group: 'servers',
    summary: 'Let a server finish what it has and give it nothing more',
    access: manage,
    params: byId,
    reply: json(GenerationServer),
  },
})
