import { z } from 'zod'
import { instant } from '../fields.ts'
import { json, routes } from '../route.ts'
import { Feature } from './health.ts'

export const admin = routes({
  getAdminStatus: {
    method: 'GET',
    path: '/api/v1/admin/status',
    group: 'admin',
    summary: 'Every dependency, the sandbox, storage and jobs of this server',
    access: { kind: 'role', role: 'admin' },
    reply: json(
      z.object({
        version: z.string(),
        startedAt: instant,
        features: z.array(Feature),
        checks: z.array(z.object({ name: z.string(), state: z.enum(['ok', 'failing', 'off']), detail: z.string() })),
        storage: z.object({ blobs: z.int(), bytes: z.int(), freeBytes: z.int() }),
        jobs: z.object({ queued: z.int(), running: z.int(), failed: z.int() }),
        warnings: z.array(z.string()),
      }),
    ),
  },
})
