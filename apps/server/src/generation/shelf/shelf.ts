import { Preset } from '@storycanvas/comfyui'
import type { Logger } from 'pino'
import type { BusEar } from '../../platform/bus/listen.ts'
import type { Database } from '../../platform/database/database.ts'
import { modelPresets } from '../presets.ts'

/** The models that servers of the pool run: those that come with StoryCanvas, and those that somebody brought. */
export type Shelf = {
  /** Also what is offered no longer: what was asked of it is still made, and made again. Grows; keep the map, not what is in it. */
  readonly models: ReadonlyMap<string, Preset>
  /** Ids of what was brought and is offered. */
  readonly own: () => ReadonlySet<string>
  /** Reads what others brought meanwhile. */
  readonly read: () => Promise<void>
  /** Called when there is more, or less. The function that comes back ends it. */
  readonly hear: (listener: () => void) => () => void
}

export async function openShelf(
  { database, ear, log }: { database: Database; ear: BusEar; log: Logger },
  closing: AsyncDisposableStack,
): Promise<Shelf> {
  const models = new Map(modelPresets)
  const listeners = new Set<() => void>()
  let own: ReadonlySet<string> = new Set()
  let reading = Promise.resolve()

  const readOnce = async () => {
    const rows = await database.selectFrom('ownPreset').select(['id', 'preset', 'retiredAt']).orderBy('createdAt').execute()
    const before = own
    for (const { id, preset } of rows) {
      if (models.has(id)) continue
      const { data, error } = Preset.safeParse(preset)
      if (data) models.set(id, data)
      else log.error({ err: error, preset: id }, 'a preset that was brought cannot be read any more')
    }
    own = new Set(rows.filter(({ id, retiredAt }) => retiredAt === null && models.has(id)).map(({ id }) => id))
    if (own.symmetricDifference(before).size > 0) for (const listener of listeners) listener()
  }
  // One after the other: an earlier answer must not come in behind a later one.
  const read = () => (reading = reading.then(readOnce, readOnce))
  closing.defer(
    ear.hear(notice => {
      if (notice.kind !== 'reconnected' && !(notice.kind === 'pool' && notice.what === 'presets')) return
      read().catch((error: unknown) => log.warn({ err: error }, 'presets could not be read'))
    }),
  )
  await read()
  return {
    models,
    own: () => own,
    read,
    hear(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
