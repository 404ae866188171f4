import { z } from 'zod'
import { json, routes } from '../route.ts'

export const Feature = z.object({
  name: z.string().meta({ examples: ['Storyboard artist'] }),
  state: z.enum(['on', 'built-in', 'off']),
  note: z.string(),
})

export const ServerStatus = z.object({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  /** True until the first account is made; that account becomes the owner. */
  needsOwner: z.boolean(),
  registration: z.enum(['open', 'closed']),
  features: z.array(Feature),
})
export type ServerStatus = z.output<typeof ServerStatus>

const Health = z.object({ status: z.enum(['ok', 'degraded']), checks: z.record(z.string(), z.enum(['ok', 'failing', 'off'])) })

const open = { kind: 'anyone', because: 'says nothing that is private' } as const

export const health = routes({
  getStatus: {
    method: 'GET',
    path: '/api/v1/status',
    group: 'health',
    summary: 'What this server is and what is switched on',
    access: open,
    reply: json(ServerStatus),
  },
  getHealth: {
    method: 'GET',
    path: '/api/v1/health',
    group: 'health',
    summary: 'Whether each dependency answers',
    access: open,
    reply: json(Health),
  },
})
