import { z } from 'zod'
import { byId, instant } from '../fields.ts'
import type { ProblemCode } from '../problems.ts'
import { empty, json, routes } from '../route.ts'

const uuidPattern = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/** Texts that several people may write at once, each a Yjs document of its own (https://docs.yjs.dev). */
export const textColumns = {
  scene: ['text', 'synopsis'],
  panel: ['description', 'dialogue', 'imagePrompt', 'videoPrompt', 'negativePrompt'],
} as const
export type TextOf = keyof typeof textColumns

/** `<scene or panel>.<id>.<column>` */
export const TextField = z
  .string()
  .regex(
    new RegExp(
      `^(?:${Object.entries(textColumns)
        .map(([of, columns]) => `${of}\\.${uuidPattern}\\.(?:${columns.join('|')})`)
        .join('|')})$`,
    ),
  )
  .meta({ examples: ['scene.01936f5e-7c3a-7b52-9f0e-3f2b7a5c1d20.text'] })

/** Bytes in base64. */
const binary = (max: number) => z.base64().max(max)

/** Where in a project somebody is, and what they have selected in a text: relative positions of Yjs as JSON. */
export const Place = z.strictObject({
  page: z.string().max(40),
  sceneId: z.uuid().optional(),
  panelId: z.uuid().optional(),
  text: z.strictObject({ field: TextField, anchor: z.string().max(300), head: z.string().max(300) }).optional(),
})
export type Place = z.output<typeof Place>

/** Longest update of a text in one frame, in characters of base64; longer ones go through `writeText`. */
export const longestTextFrame = 48_000

export const realtime = routes({
  createRealtimeTicket: {
    method: 'POST',
    path: '/api/v1/realtime/tickets',
    group: 'realtime',
    summary: 'A ticket that opens one WebSocket at /api/v1/realtime within 30 seconds',
    access: { kind: 'account' },
    status: 201,
    reply: json(z.object({ ticket: z.string(), expiresAt: instant })),
  },
  writeText: {
    method: 'POST',
    path: '/api/v1/projects/:id/texts',
    group: 'realtime',
    summary: 'Add an update of Yjs to a text: what is too long for a frame of the WebSocket',
    access: { kind: 'object', action: 'edit', object: 'project', at: 'params.id' },
    params: byId,
    status: 204,
    body: z.strictObject({ field: TextField, update: z.base64().max(4_000_000) }),
    reply: empty,
  },
})

/**
 * Frames of the WebSocket, as JSON text. Topics: `user:<id>`, `project:<id>`, `video:<id>`, `generation:<project id>`.
 *
 * Durable events carry the topic's sequence number; a client that subscribes with `after` gets everything it missed first.
 * When that is too long ago the answer is `reset`: load anew, then go on from `sequence`.
 */
export const ClientFrame = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('subscribe'), topic: z.string().max(100), after: z.int().min(0).optional() }),
  z.strictObject({ type: z.literal('unsubscribe'), topic: z.string().max(100) }),
  z.strictObject({ type: z.literal('ping') }),
  /** Tells the others of a project where one is. */
  z.strictObject({ type: z.literal('here'), projectId: z.uuid(), place: Place }),
  /** Asks for what a text has beyond a state vector (absent: for all of it). Answered by `text-state`. */
  z.strictObject({ type: z.literal('text-read'), id: z.int().min(0), field: TextField, vector: binary(20_000).optional() }),
  /** An update of a text. Answered by `text-kept` once it is in the database for good. */
  z.strictObject({ type: z.literal('text-write'), id: z.int().min(0), field: TextField, update: binary(longestTextFrame) }),
])
export type ClientFrame = z.output<typeof ClientFrame>

export type RealtimeEvent =
  | { kind: 'job'; job: import('./queue.ts').Job }
  /** How what is being made looks by now: a small JPEG as a data address. Only on `generation:<project id>`. */
  | { kind: 'preview'; generationId: string; jobId: string; image: string }
  | { kind: 'changed'; what: string; id: string; projectId: string | null }
  /** A text has grown by this update. */
  | { kind: 'text'; field: string; update: string; by: string | null; projectId: string }
  /** Somebody is here, on one line of theirs; null when they have gone. `asks` where they want to know who else is. */
  | { kind: 'here'; projectId: string; line: string; accountId: string; name: string; place: Place | null; asks: boolean }

export type ServerFrame =
  | { type: 'subscribed'; topic: string; sequence: number }
  | { type: 'reset'; topic: string; sequence: number }
  | { type: 'refused'; topic: string }
  | { type: 'event'; topic: string; sequence: number; event: RealtimeEvent }
  /** Not stored and not repeated: progress and the like. */
  | { type: 'ephemeral'; topic: string; event: RealtimeEvent }
  | { type: 'text-state'; id: number; update: string; vector: string }
  | { type: 'text-kept'; id: number }
  | { type: 'text-refused'; id: number; code: ProblemCode; reason: string }
  | { type: 'pong' }
