import type { contract } from '@storycanvas/api'
import { sql } from 'kysely'
import { installIsEmpty } from '../accounts/register.ts'
import type { Context } from '../context.ts'
import type { Handlers } from '../platform/http/handlers.ts'
import { recordedUsage } from '../platform/media/media.ts'
import { queueCounts } from '../queue/read.ts'
import type { Check } from './checks.ts'
import { featuresOf } from './features.ts'

type Operations = 'getStatus' | 'getHealth' | 'getAdminStatus'
type Parts = Pick<Context, 'config' | 'database' | 'media' | 'tools'> & { look: () => Promise<Check[]>; version: string }

export function adminRoutes({
  config,
  database,
  media,
  tools,
  look,
  version,
}: Parts): Handlers<Pick<typeof contract, Operations>> {
  const startedAt = new Date().toISOString()
  const features = featuresOf({ config, tools })
  const overall = (checks: Check[]) => (checks.some(({ state }) => state === 'failing') ? 'degraded' : 'ok')
  return {
    getStatus: async () => ({
      status: overall(await look()),
      version,
      needsOwner: await installIsEmpty(database),
      registration: config.registration,
      features,
    }),
    getHealth: async () => {
      const checks = await look()
      return { status: overall(checks), checks: Object.fromEntries(checks.map(({ name, state }) => [name, state])) }
    },
    getAdminStatus: async () => {
      const [checks, jobs, stored, freeBytes] = await Promise.all([
        look(),
        queueCounts(database, sql`true`),
        recordedUsage(database),
        media.freeBytes(),
      ])
      const warnings = checks.filter(({ state }) => state !== 'ok').map(({ name, detail }) => `${name}: ${detail}`)
      return { version, startedAt, features, checks, storage: { ...stored, freeBytes }, jobs, warnings }
    },
  }
}
