import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '../../platform/database/database.ts'
import { quickFolder } from './quick.ts'

const lookEveryMs = 100
/** Longer than a segment takes to be made where the film can be watched at all; players ask again after that. */
const waitedForMs = 15_000

type File = { blobHash: string; size: number }

/** A stream's file that was found is believed for so long: a video that is deleted stops within this time. */
const believedMs = 2000
const remembered = 20_000

/** Finds files of streams, most of them without asking the database: players ask for many in a row, and crowds for the same. */
export function createFileFinder(database: Database) {
  const known = new Map<string, { file: File; until: number }>()
  return async (videoId: string, name: string, isGone: () => boolean): Promise<File | undefined> => {
    const key = `${videoId}/${name}`
    const found = known.get(key)
    if (found && found.until > performance.now()) return found.file
    const file = await streamFile(database, videoId, name, isGone)
    if (known.size >= remembered) known.clear()
    // Manifests of a growing stream change under their name.
    if (file && !/\.(mpd|m3u8)$/.test(name)) known.set(key, { file, until: performance.now() + believedMs })
    return file
  }
}

/** A file of a stream by its name. One that the manifest of a growing quick stream promises is waited for. */
async function streamFile(database: Database, videoId: string, name: string, isGone: () => boolean): Promise<File | undefined> {
  const deadline = performance.now() + waitedForMs
  for (;;) {
    const file = await database
      .selectFrom('videoFile as f')
      .innerJoin('video as v', 'v.id', 'f.videoId')
      .select(['f.blobHash', 'f.size'])
      .where('f.videoId', '=', videoId)
      .where('f.name', '=', name)
      .where('v.deletedAt', 'is', null)
      .executeTakeFirst()
    const isPromised = name.startsWith(`${quickFolder}/`) && name.endsWith('.m4s')
    if (file || !isPromised || isGone() || performance.now() > deadline || !(await isGrowing(database, videoId))) return file
    await pause(lookEveryMs)
  }
}

async function isGrowing(database: Database, videoId: string): Promise<boolean> {
  const row = await database.selectFrom('video').select('quick').where('id', '=', videoId).executeTakeFirst()
  return (row?.quick as { growing?: boolean } | null)?.growing ?? false
}
