import type { GenerationServer } from '@storycanvas/api'
import { sql } from 'kysely'
import { notify } from '../../platform/bus/publish.ts'
import type { Reader } from '../../platform/database/database.ts'
import { notFound } from '../../platform/http/problem.ts'
import type { AccountActor } from '../../platform/policy/actor.ts'
import type { Finding } from './examine.ts'
import type { ServerRow } from './open.ts'
import { failed, isResting } from './trust.ts'
import { workOf } from './work.ts'

export const poolServers = (database: Reader): Promise<ServerRow[]> =>
  database.selectFrom('generationServer').selectAll().where('deletedAt', 'is', null).orderBy('id').execute()

export async function readServer(database: Reader, id: string): Promise<ServerRow> {
  return database
    .selectFrom('generationServer')
    .selectAll()
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirstOrThrow(notFound)
}

/** What a row becomes by a look at the server. */
export function foundOut(row: Pick<ServerRow, 'trust'>, finding: Finding) {
  const seenAt = sql<string>`now()`
  switch (finding.kind) {
    case 'well':
      return {
        profile: JSON.stringify(finding.profile),
        digest: finding.digest,
        trust: JSON.stringify({ ...row.trust, reason: null }),
        condition: 'up' as const,
        seenAt,
      }
    case 'unwell':
      return { trust: JSON.stringify(failed(row.trust, finding.reason, Date.now())), condition: 'resting' as const }
    case 'twin': {
      const reason = `It is the same ComfyUI as “${finding.of}” under another address.`
      return { state: 'off' as const, trust: JSON.stringify({ ...row.trust, reason }), condition: 'resting' as const, seenAt }
    }
  }
}

export const tellPool = (database: Reader) => notify(database, { kind: 'pool', what: 'servers' })

/** Addresses are for those who manage servers; jobs in hand are for those who may see them, to others they are counts. */
export async function serverReplies(
  database: Reader,
  rows: readonly ServerRow[],
  asker: Pick<AccountActor, 'id' | 'role'>,
): Promise<GenerationServer[]> {
  const ids = rows.map(({ id }) => id)
  const secretly = asker.role === 'owner' || asker.role === 'admin'
  const workOn = await workOf(database, ids, asker.id)
  return rows.map(row => {
    return {
      id: row.id,
      label: row.label,
      kind: row.kind,
      url: secretly ? row.url : null,
      headerNames: secretly ? row.headerNames : [],
      slots: row.slots,
      presets: row.presets,
      state: row.state,
      condition: isResting(row.trust) ? 'resting' : row.condition,
      reason: row.trust.reason,
      restsUntil: isResting(row.trust) ? row.trust.restsUntil : null,
      version: row.profile?.version ?? null,
      memory: row.profile?.memory ?? null,
      ...workOn(row.id),
      runs: runsOf(row),
      seenAt: row.seenAt,
      createdAt: row.createdAt,
    }
  })
}

/** Presets that a server can run, among those that it may. */
function runsOf({ profile, presets }: ServerRow): GenerationServer['runs'] {
  const kinds = new Map<string, string[]>()
  for (const { preset, kind, reasons } of profile?.checks ?? [])
    if (reasons.length === 0 && (presets === null || presets.includes(preset)))
      kinds.set(preset, [...(kinds.get(preset) ?? []), kind])
  return [...kinds].map(([preset, of]) => ({ preset, kinds: of }))
}
