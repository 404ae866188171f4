import type { Pool } from '@storycanvas/placement'
import type { Database } from '../../platform/database/database.ts'
import type { ServerRow } from '../servers/open.ts'
import type { LearntSpeeds } from '../servers/tables.ts'
import { slotId } from './kinds.ts'

/** Of all slots of a server the first one's: they are one machine. */
const pairKey = (server: string, preset: string) => `${preset}\n${server}`

/** What was learnt before this process led. */
export function recallSpeeds({ paces }: Pool, { id, slots, speeds }: ServerRow): void {
  for (let slot = 0; slot < slots; slot += 1) {
    const key = slotId(id, slot)
    if (speeds.server) paces.servers.set(key, speeds.server)
    for (const [name, { preset, pair }] of Object.entries(speeds.presets)) {
      paces.presets.set(name, preset)
      paces.pairs.set(pairKey(key, name), pair)
    }
  }
}

export async function rememberSpeeds(database: Database, { paces }: Pool, { id }: ServerRow): Promise<void> {
  const key = slotId(id, 0)
  const server = paces.servers.get(key)
  const presets = Object.fromEntries(
    [...paces.presets].flatMap(([name, preset]) => {
      const pair = paces.pairs.get(pairKey(key, name))
      return pair ? [[name, { preset, pair }]] : []
    }),
  )
  const speeds: LearntSpeeds = { ...(server ? { server } : {}), presets }
  await database
    .updateTable('generationServer')
    .set({ speeds: JSON.stringify(speeds) })
    .where('id', '=', id)
    .execute()
}
