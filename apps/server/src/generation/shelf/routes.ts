import type { contract, PresetNow } from '@storycanvas/api'
import type { Preset, Transport } from '@storycanvas/comfyui'
import { sql } from 'kysely'
import type { Context } from '../../context.ts'
import { notify } from '../../platform/bus/publish.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Handlers } from '../../platform/http/handlers.ts'
import { notFound, RequestError } from '../../platform/http/problem.ts'
import { listKeys } from '../../provider-keys/keys.ts'
import { presetsNow } from '../presets-now.ts'
import { offered } from '../presets.ts'
import { poolServers } from '../servers/store.ts'
import { presetOf, readWritten, slugOf } from './bring.ts'
import { readBrought } from './read.ts'

type Operations = 'readWorkflow' | 'createPreset' | 'deletePreset'
type Parts = Pick<Context, 'database' | 'vault' | 'shelf'> & { transport: Transport }

export function shelfRoutes(parts: Parts): Handlers<Pick<typeof contract, Operations>> {
  const { database, shelf } = parts
  return {
    readWorkflow: ({ body }) => readBrought(parts, Buffer.from(body.file, 'base64'), body.serverId),
    createPreset: async ({ actor, body }) => {
      const { workflow } = body
      const preset = workflow ? presetOf(freeId(parts, slugOf(workflow.name)), workflow) : readWritten(body.preset ?? {})
      await put(database, actor.id, preset, isTaken(parts, preset.id))
      await shelf.read()
      const [servers, keys] = await Promise.all([poolServers(database), listKeys(database, actor.id)])
      return presetsNow(shelf, { servers, keys }).find(({ id }) => id === preset.id) as PresetNow
    },
    deletePreset: async ({ params }) => {
      const { numUpdatedRows } = await database
        .updateTable('ownPreset')
        .set({ retiredAt: sql<string>`now()` })
        .where('id', '=', params.preset)
        .where('retiredAt', 'is', null)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw notFound()
      await notify(database, { kind: 'pool', what: 'presets' })
      await shelf.read()
    },
  }
}

const isTaken = ({ shelf }: Parts, id: string) => shelf.models.has(id) || offered(shelf).some(preset => preset.id === id)

/** A name may come again: what was brought before stays what it was. */
function freeId(parts: Parts, slug: string): string {
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? slug : `${slug}-${number}`
    if (id.length > 1 && !isTaken(parts, id)) return id
  }
}

async function put(database: Database, ownerId: string, preset: Preset, taken: boolean): Promise<void> {
  const stored = !taken && (await store(database, ownerId, preset))
  if (!stored)
    throw new RequestError('already-exists', 'There is such a preset already; give it another id.', {
      errors: [{ field: 'preset.id', message: 'is taken' }],
    })
}

const store = (database: Database, ownerId: string, preset: Preset): Promise<boolean> =>
  database.transaction().execute(async tx => {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('ownPreset')
      .values({ id: preset.id, ownerId, preset: JSON.stringify(preset), retiredAt: null })
      .onConflict(conflict => conflict.column('id').doNothing())
      .executeTakeFirstOrThrow()
    await notify(tx, { kind: 'pool', what: 'presets' })
    return numInsertedOrUpdatedRows === 1n
  })
