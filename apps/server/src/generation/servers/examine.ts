import { type AttemptId, type Preset, ServerError, type Transport } from '@storycanvas/comfyui'
import type { Database } from '../../platform/database/database.ts'
import type { Vault } from '../../platform/secrets/vault.ts'
import { sendCanary } from './canary.ts'
import { openServer, type ServerRow } from './open.ts'
import { believed, lookAt } from './probe.ts'
import type { ServerProfile } from './tables.ts'

export type Finding =
  | { kind: 'well'; profile: ServerProfile; digest: string | null }
  | { kind: 'unwell'; reason: string }
  /** Another address of a process that is in the pool already: two would send it twice as much as it can do. */
  | { kind: 'twin'; of: string }

type Parts = { database: Database; vault: Vault; transport: Transport; presets: ReadonlyMap<string, Preset> }
type Examined = Pick<ServerRow, 'id' | 'kind' | 'url' | 'headers'>

const canaryWithin = 10_000
/** Jobs of a busy server that the others are asked for. */
const mostAsked = 3

/** Looks at a server from all sides: is it one, what can it run, does it execute anything, is it another name of one we have. */
export async function examine(parts: Parts, row: Examined, signal?: AbortSignal): Promise<Finding> {
  const { server, comfy } = await openServer(row, parts.vault, parts.transport)
  try {
    if (!comfy) {
      await server.health(signal ? { signal } : {})
      return { kind: 'well', profile: believed(parts.presets.values()), digest: null }
    }
    const { profile, digest } = await lookAt(comfy, parts.presets.values(), signal)
    const canary = await sendCanary(comfy, canaryWithin, signal)
    if (canary.kind === 'dead') return { kind: 'unwell', reason: canary.reason }
    const twin = await twinOf(parts, row, canary.kind === 'alive' ? [canary.id] : canary.ids, signal)
    return twin ? { kind: 'twin', of: twin } : { kind: 'well', profile, digest }
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof ServerError) return { kind: 'unwell', reason: error.message }
    throw error
  } finally {
    await server.close()
  }
}

/** The label of a server in the pool that knows a job which ran or waits here. */
async function twinOf(parts: Parts, { id }: Examined, ids: readonly string[], signal?: AbortSignal): Promise<string | null> {
  const others = await parts.database
    .selectFrom('generationServer')
    .selectAll()
    .where('deletedAt', 'is', null)
    .where('kind', '=', 'comfyui')
    .where('state', '<>', 'off')
    .where('id', '<>', id)
    .execute()
  const found = await Promise.all(
    others.map(async other => {
      // One whose keys cannot be read is no reason to refuse this one.
      const opened = await openServer(other, parts.vault, parts.transport).catch(() => null)
      if (!opened) return []
      const { server } = opened
      try {
        for (const id of ids.slice(0, mostAsked)) {
          const { kind } = await server.find({ id: id as AttemptId }, signal ? { signal } : {})
          if (kind !== 'absent') return [other.label]
        }
        return []
      } catch (error) {
        // One that does not answer is asked when it is looked at itself.
        if (error instanceof ServerError) return []
        throw error
      } finally {
        await server.close()
      }
    }),
  )
  return found.flat()[0] ?? null
}
