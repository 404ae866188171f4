import { z } from 'zod'
import { instant } from '../fields.ts'
import { json, routes } from '../route.ts'

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
})

/**
 * Frames of the WebSocket, as JSON text. Topics: `user:<id>`, `project:<id>`, `video:<id>`.
 *
 * Durable events carry the topic's sequence number; a client that subscribes with `after` gets everything it missed first.
 * When that is too long ago the answer is `reset`: load anew, then go on from `sequence`.
 */
export const ClientFrame = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('subscribe'), topic: z.string().max(100), after: z.int().min(0).optional() }),
  z.strictObject({ type: z.literal('unsubscribe'), topic: z.string().max(100) }),
  z.strictObject({ type: z.literal('ping') }),
])
export type ClientFrame = z.output<typeof ClientFrame>

export type RealtimeEvent =
  | { kind: 'job'; job: import('./queue.ts').Job }
  | { kind: 'changed'; what: string; id: string; projectId: string | null }

export type ServerFrame =
  | { type: 'subscribed'; topic: string; sequence: number }
  | { type: 'reset'; topic: string; sequence: number }
  | { type: 'refused'; topic: string }
  | { type: 'event'; topic: string; sequence: number; event: RealtimeEvent }
  /** Not stored and not repeated: progress and the like. */
  | { type: 'ephemeral'; topic: string; event: RealtimeEvent }
  | { type: 'pong' }
